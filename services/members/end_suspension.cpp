// member.end_suspension: an account may be used again.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::empty> end_suspension(context& ctx, rpc::request rq, proto::end_suspension p) {
  co_await judge(ctx, rq, sql::end_suspension, postgres::values(rq.session, rq.member, p.member));
  co_return proto::empty{};
}
}  // namespace verbund::members
