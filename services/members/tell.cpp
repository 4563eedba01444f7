// From a transaction to the streams it has moved.
#include "services/members/tell.hpp"

#include "services/members/sql.hpp"
#include "shared/base/log.hpp"
#include "shared/streams/announce.hpp"

namespace verbund::members {

task<> tell(context& ctx, rpc::request rq, std::optional<std::string> xid) {
  if (!xid || !ctx.publisher) co_return;
  std::vector<streams::moved> moved;
  try {
    moved = co_await ctx.db.rows<streams::moved>(sql::moved_streams, postgres::values(*xid), rq.deadline);
  } catch (const std::exception& e) {
    log::warning("tell", {{"trace", rq.trace}, {"problem", e.what()}});
  }
  co_await streams::announce(*ctx.owner, *ctx.publisher, rq, std::move(moved));
}
}  // namespace verbund::members
