// Where streams stand, for gateways that look whether they missed anything.
#include "services/chat/handlers.hpp"

namespace verbund::chat {
namespace {
struct row {
  uuid id;
  std::string kind;
  proto::position position;
  proto::number number;
};
BOOST_DESCRIBE_STRUCT(row, (), (id, kind, position, number))
}  // namespace

task<proto::stream_positions> live_positions(context& c, request rq, proto::get_positions p) {
  std::vector<uuid> ids;
  for (const auto& s : p.streams) ids.push_back(s.of);
  proto::stream_positions answer;
  auto rows = co_await c.db.rows<row>(sql::stream_positions, postgres::values(ids), rq.deadline);
  for (auto& r : rows) answer.streams.push_back({{std::move(r.kind), r.id}, r.position, r.number});
  co_return answer;
}
}  // namespace verbund::chat
