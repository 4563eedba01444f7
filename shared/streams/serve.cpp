// Subscribing, asking again, standing, catching up: the same for every service.
#include "shared/streams/serve.hpp"

#include "shared/streams/state.hpp"

namespace verbund::streams {
namespace {
constexpr std::size_t most_bytes_together = 2 * most_bytes;

refusal no_such_stream(std::size_t place) {
  return refusal(kind::not_found, "There is no such stream here for you.",
                 "/streams/" + std::to_string(place) + "/stream");
}

/// Why a stream was not answered: the session has ended, or it is not there for this member.
task<> refuse(owner& o, rpc::request rq, std::size_t place) {
  co_await o.require_session(std::move(rq));
  throw no_such_stream(place);
}

/// All streams of level head by one question.
task<standings> heads_of(owner& o, rpc::request rq, const proto::subscribe& p) {
  std::vector<proto::stream_name> names;
  for (const auto& s : p.streams)
    if (s.level == proto::live_level::head) names.push_back(s.stream);
  if (names.empty()) co_return standings{};
  co_return co_await o.watchable(std::move(rq), std::move(names));
}

/// One refused stream refuses them all.
task<proto::subscribed> live_streams(owner& o, rpc::request rq, proto::subscribe p) {
  auto heads = co_await heads_of(o, rq, p);
  proto::subscribed answer;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < p.streams.size(); ++i) {
    const auto& s = p.streams[i];
    if (s.level == proto::live_level::head) {
      auto at = heads.find(proto::to_string(s.stream));
      if (at == heads.end()) co_await refuse(o, rq, i);
      answer.streams.push_back({s.stream, at->second.position, at->second.number, {}, false});
      continue;
    }
    question q{s.stream, s.position, s.from_number};
    auto state = co_await o.read(rq, std::move(q));
    if (!state) co_await refuse(o, rq, i);
    for (const auto& each : state->objects) bytes += each.object ? each.object->text.size() : 0;
    // All streams together make one answer: what does not fit any more is loaded by the client in parts.
    if (bytes > most_bytes_together) {
      state->objects.clear();
      state->resync_required = true;
    }
    answer.streams.push_back(std::move(*state));
  }
  co_return answer;
}

/// Asked again after something was taken away: which of them may this member still watch?
task<proto::watchable> live_watchable(owner& o, rpc::request rq, proto::watchable p) {
  co_await o.require_session(rq);
  auto found = co_await o.watchable(rq, p.streams);
  std::erase_if(p.streams, [&](const auto& s) { return !found.contains(proto::to_string(s)); });
  co_return p;
}

task<proto::stream_positions> live_positions(owner& o, rpc::request rq, proto::get_positions p) {
  co_return co_await o.positions(std::move(rq), std::move(p.streams));
}

/// What a gateway missed of a stream, a page at a time.
task<proto::stream_state> live_changes(owner& o, rpc::request rq, proto::get_changes p) {
  question q{std::move(p.stream), p.after, std::nullopt, audience::gateway, beyond::page};
  auto state = co_await o.read(std::move(rq), std::move(q));
  co_return std::move(state).value();
}
}  // namespace

void serve(rpc::handlers& table, owner& o, const methods& m) {
  table.answer(m.streams, o, live_streams);
  table.answer(m.watchable, o, live_watchable);
  table.answer(m.positions, o, live_positions);
  table.answer(m.changes, o, live_changes);
}
}  // namespace verbund::streams
