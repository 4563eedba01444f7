// session.resolve: whose cookie or bearer token this is; asked by gateways only.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"
#include "services/members/token.hpp"

namespace verbund::members {

task<proto::resolved_session> resolve_session(context& ctx, rpc::request rq, proto::resolve_session p) {
  // A program's token is no cookie and a cookie's token no bearer token, or Origin rules could be
  // side-stepped.
  auto expected = p.bearer ? session_kind::token : session_kind::browser;
  if (p.bearer != p.token.starts_with(program_prefix)) refuse_session();
  auto found = co_await ctx.db.maybe<proto::resolved_session>(
      sql::resolve_session, postgres::values(hash_of(p.token), expected, p.idle.value_or(false)), rq.deadline);
  if (!found) refuse_session();
  co_return *found;
}
}  // namespace verbund::members
