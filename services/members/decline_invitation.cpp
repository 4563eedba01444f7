// space.decline: an invitation is turned down.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::empty> decline_invitation(context& ctx, rpc::request rq, proto::decline_invitation p) {
  co_await judge(ctx, rq, sql::decline_invitation, postgres::values(rq.session, rq.member, p.space));
  co_return proto::empty{};
}
}  // namespace verbund::members
