// A page of a channel's messages.
#include "services/chat/access.hpp"
#include "services/chat/handlers.hpp"
#include "shared/streams/state.hpp"

namespace verbund::chat {
namespace {
constexpr std::int64_t usual_page = 50;

/// Newest first: keeps what fits into one answer, at least one; the rest is a further page.
void keep_what_fits(proto::message_page& page) {
  std::size_t bytes = 0, keep = 0;
  for (const auto& m : page.messages) {
    bytes += wire::encoded(m).size();
    if (keep > 0 && bytes > streams::most_bytes) break;
    ++keep;
  }
  page.more = page.more || keep < page.messages.size();
  page.messages.resize(keep);
}
}  // namespace

task<proto::message_page> history(context& c, request rq, proto::history p) {
  auto channel = co_await access_channel(c, rq, p.channel);
  std::int64_t limit = p.limit ? p.limit->value : usual_page;
  auto values = postgres::values(channel.id, p.before, limit + 1);
  proto::message_page page;
  page.messages = co_await c.db.rows<proto::message>(sql::history, std::move(values), rq.deadline);
  page.more = static_cast<std::int64_t>(page.messages.size()) > limit;
  if (page.more) page.messages.pop_back();
  keep_what_fits(page);
  std::reverse(page.messages.begin(), page.messages.end());
  co_return page;
}
}  // namespace verbund::chat
