// Making a stream that is not there yet.
#include "services/chat/ensure_stream.hpp"

namespace verbund::chat {
namespace {
struct id_row {
  uuid id;
};
BOOST_DESCRIBE_STRUCT(id_row, (), (id))
}  // namespace

task<> ensure_stream(context& c, request rq, proto::stream_name name) {
  auto there = co_await c.db.maybe<id_row>(sql::stream_exists, postgres::values(name.of), rq.deadline);
  if (there) co_return;
  co_await c.db.query(sql::ensure_stream, postgres::values(name.of, name.kind), rq.deadline);
}
}  // namespace verbund::chat
