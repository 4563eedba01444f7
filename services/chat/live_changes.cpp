// What a gateway missed of a stream, a page at a time.
#include "services/chat/handlers.hpp"
#include "services/chat/stream_objects.hpp"

namespace verbund::chat {
task<proto::stream_state> live_changes(context& c, request rq, proto::get_changes p) {
  std::optional<proto::position> after = p.after;
  co_return co_await stream_objects(c, rq, std::move(p.stream), after, std::nullopt, beyond::page);
}
}  // namespace verbund::chat
