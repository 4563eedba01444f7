// space.withdraw: an application is taken back.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::empty> withdraw_application(context& ctx, rpc::request rq, proto::withdraw_application p) {
  co_await judge(ctx, rq, sql::withdraw_application, postgres::values(rq.session, rq.member, p.space));
  co_return proto::empty{};
}
}  // namespace verbund::members
