// space.uninvite: an invitation is taken back.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::empty> uninvite_member(context& ctx, rpc::request rq, proto::uninvite_member p) {
  co_await judge(ctx, rq, sql::uninvite_member, postgres::values(rq.session, rq.member, p.space, p.member));
  co_return proto::empty{};
}
}  // namespace verbund::members
