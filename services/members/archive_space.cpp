// space.archive: a space is closed for writing, or open again.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::empty> archive_space(context& ctx, rpc::request rq, proto::archive_space p) {
  co_await judge(ctx, rq, sql::archive_space, postgres::values(rq.session, rq.member, p.space, p.archived));
  co_return proto::empty{};
}
}  // namespace verbund::members
