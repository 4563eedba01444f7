// space.invite: somebody may join a space whenever she likes.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {
namespace {
struct invitation_row : written_row {
  proto::invited_role role = proto::invited_role::member;
  std::optional<proto::member_id> invited_by;
  std::optional<timestamp> invited_at;
};
BOOST_DESCRIBE_STRUCT(invitation_row, (written_row), (role, invited_by, invited_at))
}  // namespace

task<proto::invitation> invite_member(context& ctx, rpc::request rq, proto::invite_member p) {
  auto row = co_await ctx.db.maybe<invitation_row>(
      sql::invite_member, postgres::values(rq.session, rq.member, p.space, p.member, p.role), rq.deadline);
  if (!row) throw refusal(kind::internal, "The statement gave no answer.");
  co_await conclude(ctx, rq, *row);
  co_return proto::invitation{p.space, p.member, row->role, *row->invited_by, *row->invited_at};
}
}  // namespace verbund::members
