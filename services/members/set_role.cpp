// space.set_role: another role in a space; the first coordination by appointment.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {
namespace {
struct membership_row : written_row {
  std::optional<timestamp> joined_at;
};
BOOST_DESCRIBE_STRUCT(membership_row, (written_row), (joined_at))
}  // namespace

task<proto::membership> set_role(context& ctx, rpc::request rq, proto::set_role p) {
  auto row = co_await ctx.db.maybe<membership_row>(
      sql::set_role, postgres::values(rq.session, rq.member, p.space, p.member, p.role), rq.deadline);
  if (!row) throw refusal(kind::internal, "The statement gave no answer.");
  co_await conclude(ctx, rq, *row);
  co_return proto::membership{p.space, p.member, p.role, *row->joined_at};
}
}  // namespace verbund::members
