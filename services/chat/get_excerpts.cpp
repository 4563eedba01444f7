// How messages begin that are named by id.
#include "services/chat/access.hpp"
#include "services/chat/handlers.hpp"

namespace verbund::chat {
task<proto::excerpts> get_excerpts(context& c, request rq, proto::get_excerpts p) {
  std::vector<uuid> ids;
  for (const auto& id : p.messages) ids.push_back(id.value);
  auto values = postgres::values(rq.session, rq.member, ids);
  proto::excerpts found;
  found.messages = co_await c.db.rows<proto::excerpt>(sql::excerpts, std::move(values), rq.deadline);
  if (found.messages.empty()) co_await require_session(c, rq);
  co_return found;
}
}  // namespace verbund::chat
