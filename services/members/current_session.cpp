// session.current: who is signed in here.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::current_session> current_session(context& ctx, rpc::request rq, proto::current) {
  auto found = co_await ctx.db.maybe<proto::current_session>(
      sql::current_session, postgres::values(rq.session, rq.member), rq.deadline);
  if (!found) refuse_session();
  co_return *found;
}
}  // namespace verbund::members
