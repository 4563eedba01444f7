// A page of a member's inbox.
#include "services/notify/handlers.hpp"

namespace verbund::notify {
namespace {
constexpr std::int64_t usual_page = 50;
}

task<proto::inbox_page> get_inbox(context& c, request rq, proto::get_inbox p) {
  std::int64_t limit = p.limit ? p.limit->value : usual_page;
  auto values = postgres::values(rq.session, rq.member, p.before, limit + 1);
  proto::inbox_page page;
  page.items = co_await c.db.rows<proto::inbox_item>(sql::inbox, std::move(values), rq.deadline);
  if (page.items.empty()) co_await require_session(c.db, rq);
  page.more = static_cast<std::int64_t>(page.items.size()) > limit;
  if (page.more) page.items.pop_back();
  co_return page;
}
}  // namespace verbund::notify
