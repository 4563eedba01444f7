// Making a stream that is not there yet.
#include "services/chat/ensure_stream.hpp"

namespace verbund::chat {
namespace {
struct kind_row {
  std::string kind;
};
BOOST_DESCRIBE_STRUCT(kind_row, (), (kind))
}  // namespace

task<> ensure_stream(context& c, request rq, proto::stream_name name) {
  auto there = co_await c.db.maybe<kind_row>(sql::stream_kind, postgres::values(name.of), rq.deadline);
  if (there && there->kind != name.kind) throw refused("conflict", "stream");
  if (there) co_return;
  co_await c.db.query(sql::ensure_stream, postgres::values(name.of, name.kind), rq.deadline);
}
}  // namespace verbund::chat
