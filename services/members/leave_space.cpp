// space.leave: out of a space by own will.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::empty> leave_space(context& ctx, rpc::request rq, proto::leave_space p) {
  co_await judge(ctx, rq, sql::leave_space, postgres::values(rq.session, rq.member, p.space));
  co_return proto::empty{};
}
}  // namespace verbund::members
