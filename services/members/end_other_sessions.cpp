// session.end_others: signed out of every browser but this one.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"
#include "services/members/tell.hpp"

namespace verbund::members {
namespace {
struct ended_row : proto::ended_sessions {
  std::optional<std::string> xid;
};
BOOST_DESCRIBE_STRUCT(ended_row, (proto::ended_sessions), (xid))
}  // namespace

task<proto::ended_sessions> end_other_sessions(context& ctx, rpc::request rq, proto::end_other_sessions) {
  co_await signed_in_by_browser(ctx, rq);
  auto row = co_await ctx.db.maybe<ended_row>(sql::end_other_sessions,
                                              postgres::values(rq.session, rq.member), rq.deadline);
  if (!row) throw refusal(kind::internal, "The statement gave no answer.");
  co_await tell(ctx, rq, row->xid);
  co_return proto::ended_sessions{row->ended};
}
}  // namespace verbund::members
