// session.list: my living sessions and tokens.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::session_list> list_sessions(context& ctx, rpc::request rq, proto::list_sessions) {
  co_await signed_in_by_browser(ctx, rq);
  proto::session_list list;
  list.sessions = co_await ctx.db.rows<proto::session_entry>(
      sql::list_sessions, postgres::values(rq.session, rq.member), rq.deadline);
  co_return list;
}
}  // namespace verbund::members
