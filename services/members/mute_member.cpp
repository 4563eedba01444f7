// space.mute_member: somebody may not write in a space until a time.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::mute> mute_member(context& ctx, rpc::request rq, proto::mute_member p) {
  co_await judge(ctx, rq, sql::mute_member,
                 postgres::values(rq.session, rq.member, p.space, p.member, p.until));
  co_return proto::mute{p.space, p.member, p.until};
}
}  // namespace verbund::members
