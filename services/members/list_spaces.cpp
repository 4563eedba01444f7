// space.list: the spaces I have joined and those listed for me.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::space_list> list_spaces(context& ctx, rpc::request rq, proto::list_spaces) {
  auto who = co_await signed_in(ctx, rq);
  proto::space_list list;
  list.spaces =
      co_await ctx.db.rows<proto::space>(sql::list_spaces, postgres::values(who.member), rq.deadline);
  co_return list;
}
}  // namespace verbund::members
