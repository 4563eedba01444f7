// space.answer_application: an applicant is let in, or not.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::empty> answer_application(context& ctx, rpc::request rq, proto::answer_application p) {
  std::string reason = p.reason.value_or(proto::text<0, 500>{});
  co_await judge(ctx, rq, sql::answer_application,
                 postgres::values(rq.session, rq.member, p.space, p.member, p.accepted, reason));
  co_return proto::empty{};
}
}  // namespace verbund::members
