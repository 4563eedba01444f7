// space.remove_member: out of a space by decision of who leads it.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::empty> remove_member(context& ctx, rpc::request rq, proto::remove_member p) {
  co_await judge(ctx, rq, sql::remove_member,
                 postgres::values(rq.session, rq.member, p.space, p.member, p.reason));
  co_return proto::empty{};
}
}  // namespace verbund::members
