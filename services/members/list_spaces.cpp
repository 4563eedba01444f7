// space.list: the spaces I have joined and those listed for me.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::space_list> list_spaces(context& ctx, rpc::request rq, proto::list_spaces) {
  proto::space_list list;
  auto values = postgres::values(rq.session, rq.member);
  list.spaces = co_await ctx.db.rows<proto::space>(sql::list_spaces, std::move(values), rq.deadline);
  // The statement asks for the session too: only who gets nothing is asked about it again, for the right refusal.
  if (list.spaces.empty()) co_await signed_in(ctx, rq);
  co_return list;
}
}  // namespace verbund::members
