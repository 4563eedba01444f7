// The table of outcomes.
#include "services/members/outcome.hpp"

#include <algorithm>
#include <array>

#include "services/members/access.hpp"
#include "services/members/tell.hpp"

namespace verbund::members {
namespace {
struct meaning {
  std::string_view outcome;
  kind why;
  std::string_view sentence;
  std::string_view pointer;
};

constexpr std::array table{
    meaning{"not_found", kind::not_found, "There is no such space.", "/space"},
    meaning{"no_member", kind::not_found, "There is no such member here.", "/member"},
    meaning{"no_application", kind::not_found, "There is no application of this member.", "/member"},
    meaning{"no_suspension", kind::not_found, "There is no suspension of this member.", "/member"},
    meaning{"no_invitation", kind::conflict, "There is no invitation to this space.", "/space"},
    meaning{"joined", kind::conflict, "This member is in the space already.", "/member"},
    meaning{"suspended", kind::conflict, "This account is suspended already.", "/member"},
    meaning{"forbidden", kind::forbidden, "You may not do this.", ""},
    meaning{"archived", kind::forbidden, "This space is archived: nothing is changed in it.", "/space"},
    meaning{"invitation_only", kind::forbidden, "This space is joined by invitation.", "/space"},
    meaning{"guest", kind::forbidden, "Who is not in the association joins by invitation.", "/space"},
    meaning{"association", kind::forbidden, "This is not done to the association itself.", "/space"},
    meaning{"self", kind::forbidden, "Nobody decides this about herself.", "/member"},
    meaning{"operator", kind::forbidden, "The administration is made and ended by the operator only.",
            "/member"},
    meaning{"lapsed", kind::forbidden,
            "Your suspension of this account was not confirmed; another administrator must begin a new one.",
            "/member"},
    meaning{"too_long", kind::forbidden, "More than seven days are for the coordination.", "/until"},
    meaning{"past", kind::invalid, "until must be in the future", "/until"},
};
}  // namespace

void require_done(std::string_view outcome) {
  if (outcome == "unauthenticated") refuse_session();
  auto found = std::find_if(table.begin(), table.end(), [&](const auto& m) { return m.outcome == outcome; });
  if (found != table.end())
    throw refusal(found->why, std::string(found->sentence), std::string(found->pointer));
}

task<> conclude(context& ctx, rpc::request rq, written_row row) {
  require_done(row.outcome);
  co_await tell(ctx, std::move(rq), std::move(row.xid));
}

task<> judge(context& ctx, rpc::request rq, const postgres::query& q, std::vector<postgres::value> values) {
  auto row = co_await ctx.db.maybe<written_row>(q, std::move(values), rq.deadline);
  if (!row) throw refusal(kind::internal, "The statement gave no answer.");
  co_await conclude(ctx, std::move(rq), std::move(*row));
}
}  // namespace verbund::members
