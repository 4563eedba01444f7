// Subscribing: the right to every stream is checked first, then each is read.
#include "services/chat/access.hpp"
#include "services/chat/handlers.hpp"
#include "services/chat/stream_objects.hpp"
#include "services/chat/watchable.hpp"

namespace verbund::chat {
namespace {
constexpr std::size_t most_bytes_together = 2 * most_bytes;
}  // namespace

task<proto::subscribed> live_streams(context& c, request rq, proto::subscribe p) {
  co_await require_session(c, rq);
  std::vector<proto::stream_name> names;
  for (const auto& s : p.streams) names.push_back(s.stream);
  auto found = co_await watchable_streams(c, rq, std::move(names));
  for (std::size_t i = 0; i < p.streams.size(); ++i) {
    if (found.contains(proto::to_string(p.streams[i].stream))) continue;
    auto r = refused("not_found", "stream");
    r.pointer = "/streams/" + std::to_string(i) + "/stream";
    throw r;
  }
  proto::subscribed answer;
  std::size_t bytes = 0;
  for (const auto& s : p.streams) {
    if (s.level == proto::live_level::objects) {
      auto state = co_await stream_objects(c, rq, s.stream, s.position, s.from_number);
      for (const auto& o : state.objects) bytes += o.object ? o.object->text.size() : 0;
      // All streams together make one answer: what does not fit any more is loaded by the client in parts.
      if (bytes > most_bytes_together) {
        state.objects.clear();
        state.resync_required = true;
      }
      answer.streams.push_back(std::move(state));
      continue;
    }
    auto at = found.at(proto::to_string(s.stream));
    proto::stream_state state;
    state.stream = s.stream;
    state.position = at.position;
    state.number = at.number;
    answer.streams.push_back(std::move(state));
  }
  co_return answer;
}
}  // namespace verbund::chat
