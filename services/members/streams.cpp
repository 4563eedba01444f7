// Who may watch the streams of members, and where they stand.
#include "services/members/streams.hpp"

#include "services/members/access.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {
namespace {
struct standing_row {
  std::string kind;
  uuid id;
  proto::position position;
  proto::number number;
};
BOOST_DESCRIBE_STRUCT(standing_row, (), (kind, id, position, number))

/// Names as two arrays, for statements.
struct columns {
  std::vector<std::string> kinds;
  std::vector<uuid> ids;
};

columns columns_of(const std::vector<proto::stream_name>& names) {
  columns c;
  for (const auto& n : names) c.kinds.push_back(n.kind), c.ids.push_back(n.of);
  return c;
}
}  // namespace

task<> stream_owner::require_session(rpc::request rq) {
  co_await signed_in(context_, std::move(rq));
}

task<streams::standings> stream_owner::watchable(rpc::request rq, std::vector<proto::stream_name> names) {
  auto c = columns_of(names);
  auto rows = co_await context_.db.rows<standing_row>(
      sql::watchable_streams, postgres::values(rq.session, rq.member, c.kinds, c.ids), rq.deadline);
  streams::standings found;
  for (auto& r : rows)
    found.emplace(proto::to_string({std::move(r.kind), r.id}), streams::standing{r.position, r.number});
  co_return found;
}

task<proto::stream_positions> stream_owner::positions(rpc::request rq,
                                                      std::vector<proto::stream_name> names) {
  auto c = columns_of(names);
  auto rows = co_await context_.db.rows<standing_row>(sql::stream_positions, postgres::values(c.kinds, c.ids),
                                                      rq.deadline);
  proto::stream_positions answer;
  for (auto& r : rows) answer.streams.push_back({{std::move(r.kind), r.id}, r.position, r.number});
  co_return answer;
}
}  // namespace verbund::members
