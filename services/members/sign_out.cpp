// session.sign_out: ends the session that asks, and clears the cookie if it was a browser's.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::empty> sign_out(context& ctx, rpc::request rq, proto::sign_out) {
  auto who = co_await signed_in(ctx, rq);
  co_await ctx.db.query(sql::end_session, postgres::values(who.session, who.member), rq.deadline);
  if (rq.cookie_to_set && who.kind == session_kind::browser) *rq.cookie_to_set = rpc::cookie{{}, 0};
  co_return proto::empty{};
}
}  // namespace verbund::members
