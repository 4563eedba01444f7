// space.applications: who wants to join a space, and who is invited.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {
namespace {
struct application_row : judged_row {
  std::optional<proto::member_id> member;
  std::optional<std::string> note;
  std::optional<timestamp> applied_at;
};
BOOST_DESCRIBE_STRUCT(application_row, (judged_row), (member, note, applied_at))
}  // namespace

task<proto::application_list> list_applications(context& ctx, rpc::request rq, proto::list_applications p) {
  auto rows = co_await ctx.db.rows<application_row>(
      sql::list_applications, postgres::values(rq.session, rq.member, p.space), rq.deadline);
  proto::application_list list;
  for (auto& r : rows) {
    require_done(r.outcome);
    if (r.member) list.applications.push_back({p.space, *r.member, std::move(*r.note), *r.applied_at});
  }
  list.invitations = co_await ctx.db.rows<proto::invitation>(
      sql::list_invitations, postgres::values(rq.session, rq.member, p.space), rq.deadline);
  co_return list;
}
}  // namespace verbund::members
