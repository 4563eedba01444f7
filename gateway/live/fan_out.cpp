// The hot path: one event, many sessions. No allocation, no copy and one system call for each.
#include <algorithm>

#include "gateway/core.hpp"
#include "gateway/live/hub.hpp"
#include "gateway/metrics.hpp"

namespace verbund::gateway {
namespace {
std::int64_t milliseconds_now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}
constexpr std::size_t most_pieces = 64;
}  // namespace

void hub::apply(const batch& changes) {
  active_.clear();
  for (const auto& p : changes.parcels) {
    auto stream = streams_.find(p->stream);
    if (!stream) continue;
    stream->position = p->to;
    stream->number = p->number;
    if (stream->pending > 0) stream->recent.push_back(p);
    if (!stream->heads.empty()) note_head(*stream);
    if (!stream->objects.empty() && !p->bytes.empty()) active_.push_back({stream, &p});
  }
  if (active_.size() == 1) fan_out(active_.front());
  if (active_.size() > 1) fan_out_gathered();
  for (const auto& name : changes.lost)
    if (auto stream = streams_.find(name))
      for (const auto& sub : stream->objects)
        sub.session->close(close_too_slow, "Changes were lost: resume.");
}

void hub::fan_out(const active& a) {
  const auto& p = **a.changes;
  const auto& all = a.stream->objects;
  piece whole{a.changes, p.bytes};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i + 4 < all.size()) __builtin_prefetch(all[i + 4].session);
    if (all[i].after <= p.from) {
      all[i].session->deliver(&whole, 1);
    } else if (piece rest{a.changes, p.beyond(all[i].after)}; !rest.bytes.empty()) {
      all[i].session->deliver(&rest, 1);
    }
  }
  measure().frames_out.add(all.size() * p.entries.size());
  measure().bytes_out.add(all.size() * p.bytes.size());
}

// A session that watches several of the streams gets everything in one call: its pieces are chained through
// pieces_, from back to front so that each chain comes out in order.
void hub::fan_out_gathered() {
  pieces_.clear();
  gathered_.clear();
  std::uint64_t frames = 0, bytes = 0;
  for (auto a = active_.rbegin(); a != active_.rend(); ++a) {
    const auto& p = **a->changes;
    for (const auto& sub : a->stream->objects) {
      piece what{a->changes, sub.after <= p.from ? std::string_view(p.bytes) : p.beyond(sub.after)};
      if (what.bytes.empty()) continue;
      if (sub.session->first_piece == 0) gathered_.push_back(sub.session);
      pieces_.push_back({what, sub.session->first_piece});
      sub.session->first_piece = static_cast<std::uint32_t>(pieces_.size());
    }
    frames += a->stream->objects.size() * p.entries.size();
    bytes += a->stream->objects.size() * p.bytes.size();
  }
  std::array<piece, most_pieces> some;
  for (auto s : gathered_) {
    std::size_t count = 0;
    for (auto at = std::exchange(s->first_piece, 0); at != 0; at = pieces_[at - 1].next) {
      some[count++] = pieces_[at - 1].what;
      if (count < most_pieces) continue;
      s->deliver(some.data(), count);
      count = 0;
    }
    if (count > 0) s->deliver(some.data(), count);
  }
  measure().frames_out.add(frames);
  measure().bytes_out.add(bytes);
}

// The first move is told at once, further ones at most every two seconds.
void hub::note_head(live_stream& stream) {
  // Already in the list: flush_heads() tells the newest position.
  if (stream.head_waits) return;
  if (milliseconds_now() >= stream.head_due_ms) return send_head(stream);
  stream.head_waits = true;
  waiting_heads_.push_back(streams_.intern(stream.name));
  watch_heads();
}

void hub::watch_heads() {
  if (head_timer_runs_ || waiting_heads_.empty()) return;
  head_timer_runs_ = true;
  head_timer_.expires_after(std::chrono::milliseconds(100));
  head_timer_.async_wait([this](error_code ec) {
    head_timer_runs_ = false;
    if (!ec) flush_heads();
  });
}

void hub::send_head(live_stream& stream) {
  stream.head_waits = false;
  stream.head_due_ms = milliseconds_now() + head_pause_ms;
  std::string json = "{\"jsonrpc\":\"2.0\",\"method\":\"live.head\",\"params\":{\"stream\":\"" + stream.name +
                     "\",\"position\":" + std::to_string(stream.position) +
                     ",\"number\":" + std::to_string(stream.number) + "}}";
  for (const auto& sub : stream.heads)
    if (sub.after < stream.position) sub.session->mention(json);
}

void hub::flush_heads() {
  auto now = milliseconds_now();
  auto waiting = std::exchange(waiting_heads_, {});
  for (auto i : waiting) {
    auto& stream = streams_.at(i);
    if (now >= stream.head_due_ms)
      send_head(stream);
    else
      waiting_heads_.push_back(i);
  }
  watch_heads();
}
}  // namespace verbund::gateway
