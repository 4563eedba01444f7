// A page of a channel's messages.
#include "services/chat/access.hpp"
#include "services/chat/handlers.hpp"

namespace verbund::chat {
namespace {
constexpr std::int64_t usual_page = 50;
}

task<proto::message_page> history(context& c, request rq, proto::history p) {
  auto channel = co_await access_channel(c, rq, p.channel);
  std::int64_t limit = p.limit ? p.limit->value : usual_page;
  auto values = postgres::values(channel.id, p.before, limit + 1);
  proto::message_page page;
  page.messages = co_await c.db.rows<proto::message>(sql::history, std::move(values), rq.deadline);
  page.more = static_cast<std::int64_t>(page.messages.size()) > limit;
  if (page.more) page.messages.pop_back();
  std::reverse(page.messages.begin(), page.messages.end());
  co_return page;
}
}  // namespace verbund::chat
