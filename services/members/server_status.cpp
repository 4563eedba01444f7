// server.status: what anybody may know before signing in.
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::server_status_result> server_status(context& ctx, rpc::request rq, proto::server_status) {
  auto row =
      co_await ctx.db.maybe<proto::server_status_result>(sql::server_status, postgres::values(), rq.deadline);
  co_return row.value_or(proto::server_status_result{});
}
}  // namespace verbund::members
