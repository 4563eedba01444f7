// member.cards: names for ids, as far as I may see them.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {

task<proto::member_cards> get_members(context& ctx, rpc::request rq, proto::get_members p) {
  auto who = co_await signed_in(ctx, rq);
  proto::member_cards cards;
  cards.members = co_await ctx.db.rows<proto::member_card>(
      sql::get_members, postgres::values(who.member, p.members), rq.deadline);
  co_return cards;
}
}  // namespace verbund::members
