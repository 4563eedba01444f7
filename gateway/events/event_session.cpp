// Gathering, batches, heartbeats and the ways in which the answer of GET /events ends.
#include "gateway/events/event_session.hpp"

#include "gateway/core.hpp"
#include "gateway/http/reply.hpp"
#include "gateway/live/subscribe_call.hpp"
#include "gateway/metrics.hpp"
#include "shared/base/json_text.hpp"

namespace verbund::gateway {
namespace {
using namespace std::chrono_literals;
constexpr auto pause_between_batches = 1000ms;
// A batch that has grown to this leaves before its time.
constexpr std::size_t large_batch = 64 * 1024;
// Proxies cut lines that are idle for 30 seconds.
constexpr std::uint32_t heartbeat_seconds = 10;
constexpr std::size_t most_strayed = 1024;

http_reply event_stream() {
  http_reply r;
  r.header("Content-Type", "text/event-stream");
  r.header("Cache-Control", "no-store, no-transform");
  r.header("X-Accel-Buffering", "no");
  return r;
}
}  // namespace

event_session::event_session(core& c, transport t, identity who, admission::ticket ticket,
                             std::string address, events_query query)
    : session(c, std::move(t), who, std::move(ticket), std::move(address), false),
      query_(std::move(query)),
      timer_(c.context()),
      begun_(c.seconds()),
      spoke_(c.seconds()) {
  used_ = false;
  told_ = query_.resumed;
}

void event_session::start(session_handle handle) {
  open(handle);
  rpc::call call{.id = "null", .method = {}, .params = wire::encoded(query_.wanted)};
  core_.live().subscribe(*this, call);
}

void event_session::subscribed(const subscribe_call& call, std::string_view result) {
  if (!is_open()) return;
  if (call.refused) {
    refuse(corked_, *call.refused);
    return conclude();
  }
  subscribed_ = true;
  bool news = query_.wanted.streams.empty() || query_.poll == 0u;
  for (std::size_t i = 0; i < call.standings.size(); ++i) {
    const auto& asked = call.wanted.streams[i];
    const auto& found = call.standings[i];
    bool lost = found.resync_required.value_or(false);
    bool moved = !asked.position || *asked.position != found.position;
    news |= lost || moved;
    if (moved && !lost && asked.level == proto::live_level::objects)
      told_[proto::to_string(asked.stream)] = found.position;
  }
  add(hello_notification(who()));
  if (query_.poll && !news) return;
  add("{\"jsonrpc\":\"2.0\",\"method\":\"live.resumed\",\"params\":" + std::string(result) + "}");
  send_in_time();
}

void event_session::answer(std::string_view json) {
  if (!is_open() || !subscribed_) return;
  measure().frames_out.add();
  add(json);
  send_in_time();
}

// A JSON text is one line here, because it came as one over a link or was made here.
void event_session::add(std::string_view json) {
  batch_ += "data: ";
  batch_ += json;
  batch_ += '\n';
}

void event_session::gather(const piece* pieces, std::size_t count) {
  if (!is_open()) return;
  for (std::size_t i = 0; i < count; ++i) {
    each_text(pieces[i].bytes, [this](std::string_view json) { add(json); });
    const auto& changes = **pieces[i].owner;
    told_[changes.stream] = changes.to;
  }
  if (unsent() > static_cast<std::size_t>(core_.shared().settings.gateway.outbox_bytes)) {
    measure().slow_closes.add();
    return close(close_too_slow, "Too slow: come back and resume.");
  }
  if (batch_.size() >= large_batch && queued() == 0) return send_batch();
  send_in_time();
}

void event_session::send_in_time() {
  if (timer_runs_) return;
  timer_runs_ = true;
  timer_.expires_at(sent_at_ + pause_between_batches);
  timer_.async_wait([&c = core_, h = handle_](error_code ec) {
    if (ec) return;
    auto s = static_cast<event_session*>(c.sessions().find(h));
    if (!s) return;
    s->timer_runs_ = false;
    if (s->is_open() && !s->batch_.empty()) s->send_batch();
  });
}

std::string event_session::take_event() {
  std::string out;
  if (!told_.empty()) out = "id: " + stream_list(told_) + "\n";
  out += std::exchange(batch_, {});
  return out + "\n";
}

void event_session::send_batch() {
  sent_at_ = steady_clock::now();
  spoke_ = core_.seconds();
  measure().event_batches.add();
  auto reply = event_stream();
  // For clients that come back by themselves.
  std::string text = head_sent_ ? std::string() : "retry: 1000\n";
  text += take_event();
  bool secure = core_.shared().public_origins.secure();
  if (query_.poll) {
    reply.body = std::move(text);
    corked_ += reply_head(reply, false, secure) + reply.body;
    head_sent_ = true;
    return conclude();
  }
  reply.endless = true;
  if (!head_sent_) corked_ += reply_head(reply, false, secure);
  head_sent_ = true;
  corked_ += text;
  flush();
}

void event_session::refuse(std::string& out, const refusal& why) {
  auto reply = fault_reply(status_of(why.why), why);
  out += reply_head(reply, false, core_.shared().public_origins.secure()) + reply.body;
  head_sent_ = true;
}

void event_session::say_farewell(std::string& out, std::uint16_t code, std::string_view reason) {
  timer_.cancel();
  if (!head_sent_) {
    bool over = code == close_expired || code == close_revoked;
    return refuse(out, refusal(over ? kind::unauthenticated : kind::unavailable, std::string(reason)));
  }
  if (code == close_too_slow)
    batch_.clear();
  else if (!batch_.empty())
    out += take_event();
  out += "event: close\ndata: {\"code\":" + std::to_string(code) + ",\"reason\":";
  append_json_string(out, reason);
  out += "}\n\n";
}

void event_session::beat(std::uint32_t now) {
  if (!subscribed_) return;
  if (query_.poll) {
    if (now - begun_ >= *query_.poll) send_batch();
    return;
  }
  if (now - begun_ >= static_cast<std::uint32_t>(core_.shared().settings.gateway.event_stream_seconds)) {
    if (!batch_.empty()) send_batch();
    return is_open() ? conclude() : void();
  }
  if (!head_sent_ || now - spoke_ < heartbeat_seconds || queued() > 0) return;
  spoke_ = now;
  corked_ += ":\n\n";
  flush();
}

// Nothing may follow the request; a little is forgiven.
void event_session::received(std::span<char> bytes) {
  strayed_ += bytes.size();
  if (strayed_ > most_strayed) finish();
}

metrics::gauge& event_session::population() const {
  return measure().event_streams;
}
}  // namespace verbund::gateway
