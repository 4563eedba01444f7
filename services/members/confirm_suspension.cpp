// member.confirm_suspension: what one administrator began, a second one makes lasting.
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"
#include "services/members/suspension_row.hpp"

namespace verbund::members {

task<proto::suspension> confirm_suspension(context& ctx, rpc::request rq, proto::confirm_suspension p) {
  auto row = co_await ctx.db.maybe<suspension_row>(
      sql::confirm_suspension, postgres::values(rq.session, rq.member, p.member), rq.deadline);
  if (!row) throw refusal(kind::internal, "The statement gave no answer.");
  co_await conclude(ctx, rq, *row);
  co_return suspension_of(p.member, std::move(*row));
}
}  // namespace verbund::members
