// session.end: one of my own sessions or tokens is over, everywhere and at once.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"
#include "services/members/tell.hpp"

namespace verbund::members {
namespace {
struct ended_row {
  std::optional<std::string> xid;
};
BOOST_DESCRIBE_STRUCT(ended_row, (), (xid))
}  // namespace

task<proto::empty> end_session(context& ctx, rpc::request rq, proto::end_session p) {
  co_await signed_in_by_browser(ctx, rq);
  auto found = co_await ctx.db.maybe<ended_row>(
      sql::end_own_session, postgres::values(rq.session, rq.member, p.session), rq.deadline);
  if (!found) throw refusal(kind::not_found, "You have no such session.", "/session");
  co_await tell(ctx, rq, found->xid);
  co_return proto::empty{};
}
}  // namespace verbund::members
