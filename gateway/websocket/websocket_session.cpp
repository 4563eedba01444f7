// What a session does differently because it is a WebSocket: frames, pings, the close frame.
#include "gateway/websocket/websocket_session.hpp"

#include "gateway/core.hpp"
#include "gateway/live/subscribe_call.hpp"
#include "gateway/metrics.hpp"
#include "proto/live.hpp"

namespace verbund::gateway {

websocket_session::websocket_session(core& c, transport t, identity who, admission::ticket ticket,
                                     std::string address)
    : session(c, std::move(t), who, std::move(ticket), std::move(address), true) {}

void websocket_session::start(session_handle handle, std::string early) {
  open(handle);
  answer(hello_notification(who()));
  flush();
  if (!early.empty()) received(early);
}

void websocket_session::answer(std::string_view json) {
  if (state_ != state::open) return;
  measure().frames_out.add();
  append_frame(corked_, opcode::text, json);
  flush_later();
}

void websocket_session::flush_later() {
  if (flush_queued_) return;
  flush_queued_ = true;
  core_.flush_later(shared_from_this());
}

void websocket_session::subscribed(const subscribe_call& call, std::string_view result) {
  --outstanding_;
  if (!call.refused) return answer(rpc::client_answer(call.id, "\"result\":" + std::string(result) + "}"));
  answer(rpc::client_refusal(call.id, *call.refused));
  if (call.refused->why == kind::unauthenticated) close(close_expired, "The session has ended.");
}

void websocket_session::say_farewell(std::string& out, std::uint16_t code, std::string_view reason) {
  append_close(out, code == close_no_status ? std::uint16_t{close_normal} : code, reason);
}

void websocket_session::beat(std::uint32_t now) {
  auto idle = static_cast<std::uint32_t>(core_.shared().settings.gateway.idle_seconds);
  auto silent = now - last_read_;
  if (silent >= idle + std::max(idle / 2, 2u)) return finish();
  if (silent < idle || pinged_ > last_read_) return;
  pinged_ = now;
  append_frame(corked_, opcode::ping, {});
  flush();
}

metrics::gauge& websocket_session::population() const {
  return measure().sessions;
}
}  // namespace verbund::gateway
