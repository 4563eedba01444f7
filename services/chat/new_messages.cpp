// What is unread in a member's spaces, one message a channel.
#include "services/chat/access.hpp"
#include "services/chat/handlers.hpp"

namespace verbund::chat {
task<proto::excerpts> new_messages(context& c, request rq, proto::new_messages) {
  auto values = postgres::values(rq.session, rq.member);
  proto::excerpts found;
  found.messages = co_await c.db.rows<proto::excerpt>(sql::new_messages, std::move(values), rq.deadline);
  if (found.messages.empty()) co_await require_session(c, rq);
  co_return found;
}
}  // namespace verbund::chat
