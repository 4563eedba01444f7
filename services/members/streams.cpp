// Who may watch the streams of members, and where they stand.
#include "services/members/streams.hpp"

#include "services/members/access.hpp"
#include "services/members/sql.hpp"
#include "shared/streams/standing.hpp"

namespace verbund::members {

task<> stream_owner::require_session(rpc::request rq) {
  co_await signed_in(context_, std::move(rq));
}

task<streams::standings> stream_owner::watchable(rpc::request rq, std::vector<proto::stream_name> names) {
  auto c = streams::columns_of(names);
  auto values = postgres::values(rq.session, rq.member, c.kinds, c.ids);
  co_return streams::standings_of(co_await context_.db.rows<streams::standing_row>(
      sql::watchable_streams, std::move(values), rq.deadline));
}

task<proto::stream_positions> stream_owner::positions(rpc::request rq,
                                                      std::vector<proto::stream_name> names) {
  auto c = streams::columns_of(names);
  auto values = postgres::values(c.kinds, c.ids);
  co_return streams::positions_of(co_await context_.db.rows<streams::standing_row>(
      sql::stream_positions, std::move(values), rq.deadline));
}
}  // namespace verbund::members
