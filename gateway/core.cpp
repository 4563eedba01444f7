// The turn of a core's loop, its second hand, and how it ends.
#include "gateway/core.hpp"

#include <algorithm>
#include <cstdio>

#include "gateway/http/connection.hpp"
#include "gateway/live/relay.hpp"
#include "gateway/websocket/keeper.hpp"
#include "shared/base/log.hpp"

namespace verbund::gateway {
using namespace std::chrono_literals;
namespace {
constexpr auto remembered = 30s;
/// Handshakes and subscriptions that are with the services at once; enough to keep them busy, few enough that what
/// others ask in between is not kept waiting.
constexpr std::size_t inside_at_once = 6;
}

core::core(site& s, unsigned index)
    : site_(s),
      index_(index),
      door_(inside_at_once),
      buffer_(std::make_unique<std::array<char, 65536>>()),
      random_(std::random_device{}()),
      routes_(context_, s.settings.links),
      hub_(*this),
      second_(context_),
      drain_timer_(context_),
      missing_(routes_.missing()) {}

// Sessions own sockets, and these must not outlive the context.
core::~core() {
  door_.close();
  to_flush_.clear();
  to_finish_.clear();
  sessions_ = {};
}

void core::start() {
  // After a broken link events of its streams may have been missed, whichever core noticed.
  routes_.on_change([this](bool connected) {
    missing_ = routes_.missing();
    if (connected) site_.events->catch_up();
  });
  routes_.start();
  tick();
}

std::string core::new_trace() {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(random_()));
  return text;
}

void core::flush_later(std::shared_ptr<session> s) {
  to_flush_.push_back(std::move(s));
  schedule_end_of_turn();
}

void core::finish_later(std::shared_ptr<session> s) {
  to_finish_.push_back(std::move(s));
  schedule_end_of_turn();
}

// Posted, it runs after everything that is ready now: answers that arrive together leave together.
void core::schedule_end_of_turn() {
  if (end_scheduled_) return;
  end_scheduled_ = true;
  asio::post(context_, [this] { end_of_turn(); });
}

void core::end_of_turn() {
  end_scheduled_ = false;
  auto flushing = std::exchange(to_flush_, {});
  for (auto& s : flushing) s->flush();
  auto finishing = std::exchange(to_finish_, {});
  for (auto& s : finishing) s->finish();
  // Give the list's memory back to the next turn instead of the allocator.
  flushing.clear();
  if (to_flush_.empty()) to_flush_.swap(flushing);
}

void core::tick() {
  second_.expires_after(1s);
  second_.async_wait([this](error_code ec) {
    if (ec || stopped_) return;
    ++seconds_;
    door_.tick();
    sessions_.for_each([](session& s) { s.tick(); });
    if (seconds_ % keep_interval == 0) keep_sessions(*this);
    std::erase_if(revoked_, [now = steady_clock::now()](const auto& e) { return now - e.second > remembered; });
    tick();
  });
}

void core::take_away(const std::vector<proto::revocation>& entries) {
  std::unordered_set<uuid> doubtful;
  std::vector<std::string> streams;
  bool all = false;
  auto now = steady_clock::now();
  for (const auto& e : entries) {
    if (e.kind == proto::revocation_kind::session && e.session) revoked_[e.session->value] = now;
    if (e.kind == proto::revocation_kind::member && e.member) revoked_[e.member->value] = now;
    if (e.kind == proto::revocation_kind::membership && e.member) doubtful.insert(e.member->value);
    if (e.kind != proto::revocation_kind::space) continue;
    if (e.space && e.stream)
      streams.push_back(*e.stream + ":" + to_string(e.space->value));
    else
      all = true;
  }
  sessions_.for_each([&](session& s) {
    if (was_revoked(s.who())) s.close(close_revoked, "The session has ended.");
  });
  if (all || !doubtful.empty()) hub_.doubt(doubtful, all);
  for (const auto& name : streams) hub_.doubt(name);
}

void core::take_anything_away() {
  keep_sessions(*this);
  hub_.doubt({}, true);
}

bool core::was_revoked(const identity& who) const {
  auto since = [&](const uuid& id) {
    auto found = revoked_.find(id);
    return found != revoked_.end() && found->second >= who.asked;
  };
  return since(who.session) || since(who.member);
}

void core::drain() {
  draining_ = true;
  auto idle = std::vector<http_connection*>(connections_.begin(), connections_.end());
  for (auto c : idle) c->end_if_idle();
  // Spread over four seconds at most, so that clients do not come back all at once.
  auto steps = std::clamp<std::int64_t>(site_.settings.gateway.drain_seconds * 4, 1, 40);
  drain_share_ = sessions_.size() / static_cast<std::size_t>(steps) + 1;
  drain_some();
}

void core::drain_some() {
  if (stopped_) return;
  std::size_t closed = 0;
  sessions_.for_each([&](session& s) {
    if (closed < drain_share_ && s.is_open()) {
      s.close(close_restart, "The server restarts.");
      ++closed;
    }
  });
  drain_timer_.expires_after(100ms);
  drain_timer_.async_wait([this](error_code ec) {
    if (!ec) drain_some();
  });
}

void core::stop() {
  stopped_ = true;
  sessions_.for_each([](session& s) { s.finish(); });
  auto open = std::vector<http_connection*>(connections_.begin(), connections_.end());
  for (auto c : open) c->abort();
  second_.cancel();
  drain_timer_.cancel();
  door_.close();
  hub_.stop();
  routes_.stop();
}
}  // namespace verbund::gateway
