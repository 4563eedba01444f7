// Reading: frames become requests, requests go to the hub or to a service.
#include "gateway/core.hpp"
#include "gateway/metrics.hpp"
#include "gateway/websocket/websocket_session.hpp"
#include "proto/catalogue.hpp"

namespace verbund::gateway {
namespace {
constexpr std::uint16_t outstanding_limit = 64;
constexpr std::chrono::milliseconds request_time{10000};
}  // namespace

void websocket_session::received(std::span<char> bytes) {
  auto most = static_cast<std::size_t>(core_.shared().settings.gateway.message_bytes);
  while (state_ == state::open) {
    auto event = reader_.next(bytes, most);
    if (event.what == frame_event::more) return;
    on_event(event);
  }
  // After a close frame in either direction what still comes in is ignored.
}

void websocket_session::on_event(const frame_event& e) {
  switch (e.what) {
    case frame_event::text:
      return on_message(e.payload);
    case frame_event::binary:
      return close(close_unsupported, "Only text messages are understood.");
    case frame_event::ping:
      return on_ping(e.payload);
    case frame_event::close:
      return close(e.code, {});
    case frame_event::fault:
      count_reject("websocket_frame");
      return close(e.code, e.code == close_too_big    ? "The message is too long."
                           : e.code == close_bad_text ? "The text is not valid UTF-8."
                                                      : "The frame breaks the protocol.");
    case frame_event::pong:
    case frame_event::more:
      return;
  }
}

void websocket_session::on_ping(std::string_view payload) {
  // Pings cost a token too: each makes the server write.
  if (tokens_.take(core_.shared().session_rate, steady_clock::now()) > 0) {
    if (++strikes_ > core_.shared().session_rate.burst) close(close_too_many, "Too many requests.");
    return;
  }
  append_frame(corked_, opcode::pong, payload);
  flush_later();
}

void websocket_session::refuse(std::string_view id, const refusal& r) {
  answer(rpc::client_refusal(id, r));
}

bool websocket_session::spend_token(std::string_view id) {
  auto wait = tokens_.take(core_.shared().session_rate, steady_clock::now());
  if (wait == 0) {
    if (strikes_ > 0) --strikes_;
    return true;
  }
  count_reject("rate");
  if (++strikes_ > core_.shared().session_rate.burst) {
    close(close_too_many, "Too many requests.");
    return false;
  }
  refusal r(kind::too_many, "Too many requests. Please wait a moment.");
  r.retry_after_ms = wait;
  refuse(id, r);
  return false;
}

void websocket_session::on_message(std::string_view text) {
  measure().frames_in.add();
  rpc::call call;
  auto problem = rpc::parse_call(text, call);
  if (!spend_token(call.id)) return;
  if (problem) return refuse(call.id, *problem);
  if (call.method == proto::methods::subscribe.info.name) {
    if (auto beyond = beyond_scope(who(), proto::methods::subscribe.info)) return refuse(call.id, *beyond);
    if (outstanding_ < outstanding_limit) {
      ++outstanding_;
      return core_.live().subscribe(*this, call);
    }
  } else if (call.method == proto::methods::unsubscribe.info.name) {
    if (auto beyond = beyond_scope(who(), proto::methods::unsubscribe.info)) return refuse(call.id, *beyond);
    return core_.live().unsubscribe(*this, call);
  }
  call_service(call);
}

void websocket_session::call_service(const rpc::call& call) {
  auto method = proto::find_method(call.method);
  if (!method || method->access == proto::access::gateway) {
    refusal r(kind::not_found, "This method does not exist.");
    r.code = -32601;
    return refuse(call.id, r);
  }
  if (method->transport == proto::transport::http_only) {
    refusal r(kind::invalid, "This method is called by POST /rpc only.");
    r.code = -32600;
    return refuse(call.id, r);
  }
  if (auto beyond = beyond_scope(who(), *method)) return refuse(call.id, *beyond);
  if (outstanding_ >= outstanding_limit) {
    count_reject("outstanding");
    refusal r(kind::overloaded, "Too many requests wait for their answer.");
    r.retry_after_ms = 1000;
    return refuse(call.id, r);
  }
  ++outstanding_;
  // A page that is left open marks what it shows as read all by itself: that keeps nobody's session alive.
  used_ = used_ || method->name != proto::methods::mark_read.info.name;
  auto trace = core_.new_trace();
  rpc::outgoing request{.method = method->name,
                        .member = who().member,
                        .session = who().session,
                        .address = address(),
                        .trace = trace,
                        .params = call.params,
                        .time_left = request_time};
  core_.routes().call(*method, request,
                      [&c = core_, h = handle_, id = call.id, method,
                       begun = steady_clock::now()](const rpc::link_reply& reply) {
                        observe_request(method->name,
                                        std::chrono::duration<double>(steady_clock::now() - begun).count());
                        if (auto s = c.sessions().find(h))
                          static_cast<websocket_session*>(s)->on_reply(id, reply);
                      });
}

void websocket_session::on_reply(std::string_view id, const rpc::link_reply& reply) {
  --outstanding_;
  answer(rpc::client_answer(id, reply.rest));
  // The service knows best: the session has ended there.
  if (reply.is_error() && rpc::error_of(reply.rest).why == kind::unauthenticated)
    close(close_expired, "The session has ended.");
}
}  // namespace verbund::gateway
