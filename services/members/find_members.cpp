// space.find_members: the members of a space I may read whose name begins so.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::member_cards> find_members(context& ctx, rpc::request rq, proto::find_members p) {
  co_await reader_of(ctx, rq, p.space);
  proto::member_cards cards;
  cards.members = co_await ctx.db.rows<proto::member_card>(sql::find_members,
                                                           postgres::values(p.space, p.name), rq.deadline);
  co_return cards;
}
}  // namespace verbund::members
