// Questions of access, each answered by one statement, fresh.
#include "services/members/access.hpp"

#include "services/members/sql.hpp"

namespace verbund::members {

void refuse_session() {
  throw refusal(kind::unauthenticated, "Please sign in.");
}

task<viewer> signed_in(context& ctx, rpc::request rq) {
  auto found =
      co_await ctx.db.maybe<viewer>(sql::find_viewer, postgres::values(rq.session, rq.member), rq.deadline);
  if (!found) refuse_session();
  co_return *found;
}

task<viewer> signed_in_by_browser(context& ctx, rpc::request rq) {
  auto who = co_await signed_in(ctx, rq);
  if (who.kind != session_kind::browser)
    throw refusal(kind::forbidden, "A token of a program may not do this; sign in with a browser.");
  co_return who;
}

task<viewer> reader_of(context& ctx, rpc::request rq, proto::space_id space) {
  auto who = co_await signed_in(ctx, rq);
  auto found =
      co_await ctx.db.query(sql::find_readable_space, postgres::values(who.member, space), rq.deadline);
  if (found.empty()) throw refusal(kind::not_found, "There is no such space.", "/space");
  co_return who;
}
}  // namespace verbund::members
