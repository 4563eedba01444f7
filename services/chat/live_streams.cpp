// Subscribing: the right to every stream is checked first, then each is read.
#include "services/chat/access.hpp"
#include "services/chat/handlers.hpp"
#include "services/chat/stream_objects.hpp"

namespace verbund::chat {
namespace {
constexpr std::size_t most_bytes_together = 2 * most_bytes;

struct place {
  proto::position position;
  proto::number number;
};
struct own_row {
  proto::position position;
  proto::number number;
};
BOOST_DESCRIBE_STRUCT(own_row, (), (position, number))

using places = std::unordered_map<uuid, place>;

/// Where the streams stand that the member may watch; the others are missing from it.
task<places> watchable(context& c, request rq, proto::subscribe p) {
  std::vector<proto::channel_id> channels;
  std::vector<proto::space_id> spaces;
  places found;
  bool mine = false;
  for (const auto& s : p.streams) {
    if (s.stream.kind == "channel") channels.push_back({s.stream.of});
    if (s.stream.kind == "space") spaces.push_back({s.stream.of});
    mine = mine || (s.stream.kind == "member" && s.stream.of == rq.member);
  }
  if (mine) {
    auto rows = co_await c.db.rows<own_row>(sql::member_position, postgres::values(rq.member), rq.deadline);
    found.emplace(rq.member, rows.empty() ? place{} : place{rows[0].position, rows[0].number});
  }
  if (!channels.empty())
    for (const auto& r : co_await access_channels(c, rq, std::move(channels)))
      found.emplace(r.id.value, place{r.position, r.number});
  if (!spaces.empty())
    for (const auto& r : co_await access_spaces(c, rq, std::move(spaces)))
      found.emplace(r.id.value, place{r.position, r.number});
  co_return found;
}
}  // namespace

task<proto::subscribed> live_streams(context& c, request rq, proto::subscribe p) {
  co_await require_session(c, rq);
  auto found = co_await watchable(c, rq, p);
  for (std::size_t i = 0; i < p.streams.size(); ++i) {
    if (found.contains(p.streams[i].stream.of)) continue;
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
    auto at = found.at(s.stream.of);
    proto::stream_state state;
    state.stream = s.stream;
    state.position = at.position;
    state.number = at.number;
    answer.streams.push_back(std::move(state));
  }
  co_return answer;
}
}  // namespace verbund::chat
