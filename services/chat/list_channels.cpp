// The channels of a space, or of all my spaces.
#include "services/chat/access.hpp"
#include "services/chat/handlers.hpp"

namespace verbund::chat {
task<proto::channel_list> list_channels(context& c, request rq, proto::list_channels p) {
  if (p.space) co_await access_space(c, rq, *p.space);
  auto values = postgres::values(rq.session, rq.member, p.space);
  proto::channel_list list;
  list.channels =
      co_await c.db.rows<proto::channel_entry>(sql::list_channels, std::move(values), rq.deadline);
  // The statement asks for the session too: only who gets nothing is asked about it again, for the right refusal.
  if (list.channels.empty()) co_await require_session(c, rq);
  co_return list;
}
}  // namespace verbund::chat
