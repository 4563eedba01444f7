// Asked again after something was taken away: which streams may this member still watch?
#include "services/chat/access.hpp"
#include "services/chat/handlers.hpp"
#include "services/chat/watchable.hpp"

namespace verbund::chat {
task<proto::watchable> live_watchable(context& c, request rq, proto::watchable p) {
  co_await require_session(c, rq);
  auto found = co_await watchable_streams(c, rq, p.streams);
  std::erase_if(p.streams, [&](const auto& s) { return !found.contains(proto::to_string(s)); });
  co_return p;
}
}  // namespace verbund::chat
