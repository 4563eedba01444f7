// The input and output around the sequencer: Redis, links, timers, and one post per core and batch.
#include "gateway/live/relay.hpp"

#include "gateway/core.hpp"
#include "gateway/metrics.hpp"
#include "proto/catalogue.hpp"
#include "shared/base/log.hpp"

namespace verbund::gateway {
using namespace std::chrono_literals;
namespace {
constexpr std::size_t positions_per_call = 500;
constexpr std::chrono::milliseconds request_time{5000};

std::string notification(const std::string& stream, const proto::object_state& o) {
  std::string json = "{\"jsonrpc\":\"2.0\",\"method\":\"live.changed\",\"params\":{\"stream\":\"" + stream +
                     "\",\"position\":" + std::to_string(o.position.value) + ",\"type\":";
  wire::encode(json, o.type);
  json += ",\"id\":";
  wire::encode(json, o.id);
  json += ",\"object\":";
  json += o.object ? o.object->text : "null";
  return json + "}}";
}

std::string_view owner_of(std::string_view stream) {
  return proto::stream_owner(stream.substr(0, stream.find(':')));
}
}  // namespace

relay::relay(site& s, core& home)
    : site_(s), home_(home), log_(s, home), second_(home.context()), gap_timer_(home.context()) {}

void relay::start() {
  receiver_ = std::make_unique<events::receiver>(
      home_.context(), redis::settings_from(site_.settings.redis),
      [this](std::vector<events::entry_view> entries, std::shared_ptr<const std::string>) {
        on_batch(entries);
      },
      [this] { ask_positions(); });
  log_.start([this] {
    publish();
    ask_positions();
  });
  every_second();
}

void relay::stop() {
  stopped_ = true;
  log_.stop();
  second_.cancel();
  gap_timer_.cancel();
  if (receiver_) receiver_->close();
}

void relay::hold(core& who, std::vector<std::string> streams, std::function<void(bool)> done) {
  asio::post(home_.context(), [this, &who, streams = std::move(streams), done = std::move(done)]() mutable {
    auto call = std::make_shared<waiting_hold>(waiting_hold{&who, std::move(done)});
    for (auto& s : streams) {
      if (!order_.hold(s, who.index())) continue;
      ++call->missing;
      auto& waiting = opening_[s];
      waiting.push_back(call);
      if (waiting.size() == 1) unasked_[owner_of(s)].streams.push_back(std::move(s));
    }
    if (call->missing == 0) return asio::post(who.context(), [done = std::move(call->done)] { done(true); });
    for (auto& [owner, names] : unasked_) ask_bases(owner);
  });
}

// Asked before any session's answer is read, so that no answer can be behind the base: of two answers the
// later one may come first, and the changes between them still have to go to the other session.
void relay::ask_bases(std::string_view service) {
  auto& all = unasked_[service];
  if (all.under_way || all.streams.empty()) return;
  auto count = std::min(all.streams.size(), positions_per_call);
  auto from = all.streams.end() - static_cast<std::ptrdiff_t>(count);
  std::vector<std::string> streams(std::make_move_iterator(from), std::make_move_iterator(all.streams.end()));
  all.streams.erase(from, all.streams.end());
  all.under_way = true;
  ask_owner(service, streams, [this, service, streams](const proto::stream_positions* found) {
    auto now = steady_clock::now();
    if (found)
      for (const auto& s : found->streams) order_.base(proto::to_string(s.stream), s.position, s.number, now);
    for (const auto& name : streams) {
      // What the owner does not know stands at the beginning.
      if (found) order_.base(name, 0, 0, now);
      auto waiting = opening_.extract(name);
      for (auto& call : waiting.mapped()) {
        call->failed |= !found;
        if (--call->missing == 0)
          asio::post(call->who->context(), [done = std::move(call->done), ok = !call->failed] { done(ok); });
      }
    }
    publish();
    unasked_[service].under_way = false;
    ask_bases(service);
  });
}

void relay::release(core& who, std::vector<std::string> streams) {
  asio::post(home_.context(), [this, index = who.index(), streams = std::move(streams)] {
    for (const auto& s : streams) order_.release(s, index);
  });
}

void relay::base(std::vector<stream_base> bases) {
  asio::post(home_.context(), [this, bases = std::move(bases)] {
    auto now = steady_clock::now();
    for (const auto& b : bases) order_.base(b.stream, b.position, b.number, now);
    publish();
  });
}

void relay::catch_up() {
  asio::post(home_.context(), [this] {
    if (!stopped_) ask_positions();
  });
}

void relay::on_batch(const std::vector<events::entry_view>& entries) {
  // What nobody may be sent is not kept either; it is fetched when it is known again who may see it.
  if (!log_.current()) return;
  auto now = steady_clock::now();
  for (const auto& e : entries) order_.arrive(e.stream, e.position, e.number, e.json, now);
  publish();
}

void relay::publish() {
  if (!log_.current()) return;
  auto ready = order_.take();
  if (!ready.empty()) {
    std::size_t count = 0;
    for (const auto& p : ready.parcels) count += p->entries.size();
    measure().events_relayed.add(count);
    auto shared = std::make_shared<const batch>(std::move(ready));
    for (auto& c : site_.cores)
      if (c.get() != &home_ && (shared->cores >> c->index() & 1))
        asio::post(c->context(), [core = c.get(), shared] { core->live().apply(*shared); });
    if (shared->cores >> home_.index() & 1) home_.live().apply(*shared);
  }
  watch_gaps();
}

// Also with Redis in good health: a PUBLISH that was lost shows nowhere else.
void relay::every_second() {
  second_.expires_after(1s);
  second_.async_wait([this](error_code ec) {
    if (ec || stopped_) return;
    ask_positions();
    every_second();
  });
}

void relay::ask_positions() {
  std::unordered_map<std::string_view, std::vector<std::string>> by_owner;
  for (auto& name : order_.held()) by_owner[owner_of(name)].push_back(std::move(name));
  for (auto& [owner, names] : by_owner)
    for (std::size_t at = 0; at < names.size(); at += positions_per_call)
      ask_owner(
          owner,
          {names.begin() + static_cast<std::ptrdiff_t>(at),
           names.begin() + static_cast<std::ptrdiff_t>(std::min(at + positions_per_call, names.size()))},
          [this](const proto::stream_positions* found) {
            if (!found) return;
            auto now = steady_clock::now();
            for (const auto& s : found->streams)
              order_.stands(proto::to_string(s.stream), s.position, s.number, now);
            publish();
          });
}

void relay::ask_owner(std::string_view service, const std::vector<std::string>& streams,
                      positions_answer done) {
  auto method = proto::find_method(std::string(service) + ".live_positions");
  std::string params = "{\"streams\":[";
  for (const auto& s : streams) params += (params.back() == '[' ? "\"" : ",\"") + s + "\"";
  params += "]}";
  auto trace = home_.new_trace();
  rpc::outgoing request{.method = method->name, .trace = trace, .params = params, .time_left = request_time};
  home_.routes().call(*method, request, [this, done = std::move(done)](const rpc::link_reply& reply) {
    if (stopped_) return;
    if (reply.is_error()) return done(nullptr);
    proto::stream_positions found;
    if (wire::decode(rpc::result_of(reply.rest), found, wire::members::ignore_unknown)) {
      log::error("live_positions", {{"problem", "unreadable answer"}});
      return done(nullptr);
    }
    done(&found);
  });
}

void relay::watch_gaps() {
  if (gap_timer_runs_ || stopped_ || !order_.waiting()) return;
  gap_timer_runs_ = true;
  gap_timer_.expires_after(20ms);
  gap_timer_.async_wait([this](error_code ec) {
    gap_timer_runs_ = false;
    if (ec || stopped_) return;
    for (const auto& wanted : order_.due(steady_clock::now())) fetch(wanted);
    watch_gaps();
  });
}

void relay::fetch(const sequencer::fetch& wanted) {
  auto method = proto::find_method(std::string(owner_of(wanted.stream)) + ".live_changes");
  auto params = "{\"stream\":\"" + wanted.stream + "\",\"after\":" + std::to_string(wanted.after) + "}";
  auto trace = home_.new_trace();
  rpc::outgoing request{.method = method->name, .trace = trace, .params = params, .time_left = request_time};
  home_.routes().call(*method, request, [this, stream = wanted.stream](const rpc::link_reply& reply) {
    if (stopped_) return;
    auto now = steady_clock::now();
    proto::stream_state found;
    if (reply.is_error() || wire::decode(rpc::result_of(reply.rest), found, wire::members::ignore_unknown))
      return order_.failed(stream, now);
    measure().gaps_repaired.add();
    if (found.resync_required) {
      order_.lost(stream, found.position, found.number);
    } else {
      std::vector<sequencer::change> changes;
      for (const auto& o : found.objects) changes.push_back({o.position, notification(stream, o)});
      order_.fetched(stream, found.position, found.number, std::move(changes), now);
    }
    publish();
  });
}
}  // namespace verbund::gateway
