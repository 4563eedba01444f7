// space.members: the members of a space I may read, by id, a page at a time.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {
namespace {
constexpr std::int64_t usual_page = 50;
}

task<proto::member_page> list_members(context& ctx, rpc::request rq, proto::list_members p) {
  co_await reader_of(ctx, rq, p.space);
  auto limit = p.limit ? p.limit->value : usual_page;
  proto::member_page page;
  // One more than asked for tells whether there are more.
  page.members = co_await ctx.db.rows<proto::member_card>(
      sql::list_members, postgres::values(p.space, p.after, limit + 1), rq.deadline);
  page.more = page.members.size() > static_cast<std::size_t>(limit);
  if (page.more) page.members.pop_back();
  co_return page;
}
}  // namespace verbund::members
