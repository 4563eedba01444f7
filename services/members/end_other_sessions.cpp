// session.end_others: signed out of every browser but this one.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::ended_sessions> end_other_sessions(context& ctx, rpc::request rq, proto::end_other_sessions) {
  co_await signed_in_by_browser(ctx, rq);
  auto row = co_await ctx.db.maybe<proto::ended_sessions>(
      sql::end_other_sessions, postgres::values(rq.session, rq.member), rq.deadline);
  co_return row.value_or(proto::ended_sessions{});
}
}  // namespace verbund::members
