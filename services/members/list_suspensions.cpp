// member.suspensions: which accounts are suspended, for those who confirm or lift it.
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"
#include "services/members/suspension_row.hpp"

namespace verbund::members {
namespace {
struct listed_row : suspension_row {
  std::optional<proto::member_id> member;
};
BOOST_DESCRIBE_STRUCT(listed_row, (suspension_row), (member))
}  // namespace

task<proto::suspension_list> list_suspensions(context& ctx, rpc::request rq, proto::list_suspensions) {
  auto rows = co_await ctx.db.rows<listed_row>(sql::list_suspensions, postgres::values(rq.session, rq.member),
                                               rq.deadline);
  proto::suspension_list list;
  for (auto& r : rows) {
    require_done(r.outcome);
    if (r.member) list.suspensions.push_back(suspension_of(*r.member, r));
  }
  co_return list;
}
}  // namespace verbund::members
