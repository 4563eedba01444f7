// member.suspend: an account is closed at once, for 72 hours unless a second administrator confirms.
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"
#include "services/members/suspension_row.hpp"

namespace verbund::members {

task<proto::suspension> suspend_member(context& ctx, rpc::request rq, proto::suspend_member p) {
  auto row = co_await ctx.db.maybe<suspension_row>(
      sql::suspend_member, postgres::values(rq.session, rq.member, p.member, p.reason), rq.deadline);
  if (!row) throw refusal(kind::internal, "The statement gave no answer.");
  co_await conclude(ctx, rq, *row);
  co_return suspension_of(p.member, std::move(*row));
}
}  // namespace verbund::members
