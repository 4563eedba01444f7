// Reading: frames become requests, requests go to the hub or to a service.
#include "gateway/core.hpp"
#include "gateway/metrics.hpp"
#include "gateway/websocket/session.hpp"
#include "proto/catalogue.hpp"

namespace verbund::gateway {
namespace {
constexpr std::uint16_t outstanding_limit = 64;
constexpr std::chrono::milliseconds request_time{10000};
}  // namespace

void session::wait_readable() {
  transport_.when_readable([self = shared_from_this()](error_code ec) {
    if (ec) return;
    self->on_readable();
  });
}

void session::on_readable() {
  if (state_ == state::dead) return;
  auto buffer = core_.read_buffer();
  auto n = transport_.read(buffer.data(), buffer.size());
  if (n == 0 || n == transport::broken) return finish();
  if (n > 0) {
    last_read_ = core_.seconds();
    measure().bytes_in.add(static_cast<std::uint64_t>(n));
    read(buffer.first(static_cast<std::size_t>(n)));
  }
  // One read a turn, so that a flood from one does not starve the others; the wait reports what is left.
  if (state_ != state::dead) wait_readable();
}

void session::read(std::span<char> bytes) {
  auto most = static_cast<std::size_t>(core_.shared().settings.gateway.message_bytes);
  while (state_ == state::open) {
    auto event = reader_.next(bytes, most);
    if (event.what == frame_event::more) return;
    on_event(event);
  }
  // After a close frame in either direction what still comes in is ignored.
}

void session::on_event(const frame_event& e) {
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

void session::on_ping(std::string_view payload) {
  // Pings cost a token too: each makes the server write.
  if (tokens_.take(core_.shared().session_rate, steady_clock::now()) > 0) {
    if (++strikes_ > core_.shared().session_rate.burst) close(close_too_many, "Too many requests.");
    return;
  }
  append_frame(corked_, opcode::pong, payload);
  if (!flush_queued_) {
    flush_queued_ = true;
    core_.flush_later(shared_from_this());
  }
}

void session::refuse(std::string_view id, const refusal& r) {
  answer(rpc::client_refusal(id, r));
}

bool session::spend_token(std::string_view id) {
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

void session::on_message(std::string_view text) {
  measure().frames_in.add();
  rpc::call call;
  auto problem = rpc::parse_call(text, call);
  if (!spend_token(call.id)) return;
  if (problem) return refuse(call.id, *problem);
  if (call.method == proto::methods::subscribe.info.name) {
    if (auto beyond = beyond_scope(who_, proto::methods::subscribe.info)) return refuse(call.id, *beyond);
    if (outstanding_ < outstanding_limit) {
      ++outstanding_;
      return core_.live().subscribe(*this, call);
    }
  } else if (call.method == proto::methods::unsubscribe.info.name) {
    if (auto beyond = beyond_scope(who_, proto::methods::unsubscribe.info)) return refuse(call.id, *beyond);
    return core_.live().unsubscribe(*this, call);
  }
  call_service(call);
}

void session::call_service(const rpc::call& call) {
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
  if (auto beyond = beyond_scope(who_, *method)) return refuse(call.id, *beyond);
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
                        .member = who_.member,
                        .session = who_.session,
                        .address = address_,
                        .trace = trace,
                        .params = call.params,
                        .time_left = request_time};
  core_.routes().call(*method, request,
                      [&c = core_, h = handle_, id = call.id, method,
                       begun = steady_clock::now()](const rpc::link_reply& reply) {
                        observe_request(method->name,
                                        std::chrono::duration<double>(steady_clock::now() - begun).count());
                        auto s = c.sessions().find(h);
                        if (!s) return;
                        s->request_done();
                        s->answer(rpc::client_answer(id, reply.rest));
                        // The service knows best: the session has ended there.
                        if (reply.is_error() && rpc::error_of(reply.rest).why == kind::unauthenticated)
                          s->close(close_expired, "The session has ended.");
                      });
}

// The time known here is the one of the handshake; use may have prolonged the session since.
void session::check_expiry() {
  if (asked_expiry_ || who_.expires_at > now()) return;
  asked_expiry_ = true;
  auto trace = core_.new_trace();
  const auto& method = proto::methods::current.info;
  rpc::outgoing request{.method = method.name,
                        .member = who_.member,
                        .session = who_.session,
                        .address = address_,
                        .trace = trace};
  core_.routes().call(method, request, [&c = core_, h = handle_](const rpc::link_reply& reply) {
    auto s = c.sessions().find(h);
    if (!s) return;
    s->asked_expiry_ = false;
    constexpr std::int64_t ask_again_ms = 10000;
    proto::current_session found;
    if (reply.is_error()) {
      if (rpc::error_of(reply.rest).why == kind::unauthenticated)
        return s->close(close_expired, "The session has ended.");
      s->who_.expires_at = {now().ms + ask_again_ms};
    } else if (!wire::decode(rpc::result_of(reply.rest), found, wire::members::ignore_unknown)) {
      // At least a little later, so that a service with another clock is not asked every second.
      s->who_.expires_at = {std::max(found.expires_at.ms, now().ms + ask_again_ms)};
    }
  });
}
}  // namespace verbund::gateway
