// Sending: at once when the socket takes it, else through the outbox; and the ways a session ends.
#include "gateway/websocket/session.hpp"

#include <array>

#include "gateway/core.hpp"
#include "gateway/metrics.hpp"
#include "proto/catalogue.hpp"
#include "shared/base/version.hpp"

namespace verbund::gateway {
namespace {
constexpr std::uint32_t stuck_write_seconds = 10;
constexpr std::uint32_t closing_seconds = 3;
}  // namespace

std::string hello_notification(const identity& who) {
  proto::hello hello;
  hello.server = version;
  hello.member.value = who.member;
  hello.session.value = who.session;
  return "{\"jsonrpc\":\"2.0\",\"method\":\"live.hello\",\"params\":" + wire::encoded(hello) + "}";
}

session::session(core& c, transport t, identity who, admission::ticket ticket, std::string address,
                 bool direct)
    : transport_(std::move(t)),
      direct_(direct),
      core_(c),
      last_read_(c.seconds()),
      who_(who),
      ticket_(std::move(ticket)),
      address_(std::move(address)) {}

void session::open(session_handle handle) {
  handle_ = handle;
  population().add(1);
  wait_readable();
}

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
    received(buffer.first(static_cast<std::size_t>(n)));
  }
  // One read a turn, so that a flood from one does not starve the others; the wait reports what is left.
  if (state_ != state::dead) wait_readable();
}

void session::mention(std::string_view json) {
  auto limit = static_cast<std::size_t>(core_.shared().settings.gateway.outbox_bytes);
  if (unsent() >= limit / 2)
    measure().heads_dropped.add();
  else
    answer(json);
}

void session::flush() {
  flush_queued_ = false;
  if (corked_.empty() || state_ == state::dead) return;
  std::ptrdiff_t sent = 0;
  if (!outbox_) {
    sent = transport_.write(corked_.data(), corked_.size());
    if (sent == transport::broken) return doom();
    if (sent == transport::would_block) sent = 0;
    measure().bytes_out.add(static_cast<std::uint64_t>(sent));
  }
  auto frames = std::exchange(corked_, {});
  if (static_cast<std::size_t>(sent) == frames.size()) return;
  if (!outbox_) outbox_ = std::make_unique<outbox>();
  outbox_->push(std::move(frames), static_cast<std::size_t>(sent));
  after_queueing();
}

void session::deliver(const piece* pieces, std::size_t count) {
  if (!direct_) return gather(pieces, count);
  if (!corked_.empty()) flush();
  std::size_t sent = 0;
  if (!outbox_) {
    std::ptrdiff_t n;
    std::size_t total = pieces[0].bytes.size();
    if (count == 1) {
      n = transport_.write(pieces[0].bytes.data(), total);
    } else {
      std::array<iovec, 64> parts;
      total = 0;
      for (std::size_t i = 0; i < count; ++i) {
        parts[i] = {const_cast<char*>(pieces[i].bytes.data()), pieces[i].bytes.size()};
        total += pieces[i].bytes.size();
      }
      n = transport_.write(parts.data(), count);
    }
    if (n == static_cast<std::ptrdiff_t>(total)) return;
    if (n == transport::broken) return doom();
    sent = n < 0 ? 0 : static_cast<std::size_t>(n);
  }
  slow_path(pieces, count, sent);
}

void session::slow_path(const piece* pieces, std::size_t count, std::size_t sent) {
  if (state_ != state::open) return;
  if (!outbox_) outbox_ = std::make_unique<outbox>();
  for (std::size_t i = 0; i < count; ++i) {
    if (sent >= pieces[i].bytes.size()) {
      sent -= pieces[i].bytes.size();
      continue;
    }
    outbox_->push(*pieces[i].owner, pieces[i].bytes.substr(sent), sent > 0);
    sent = 0;
  }
  after_queueing();
}

void session::after_queueing() {
  auto limit = static_cast<std::size_t>(core_.shared().settings.gateway.outbox_bytes);
  if (state_ == state::open && outbox_->bytes() > limit) {
    measure().slow_closes.add();
    return close(close_too_slow, "Too slow: come back and resume.");
  }
  wait_writable();
}

void session::wait_writable() {
  if (write_waits_) return;
  write_waits_ = true;
  last_progress_ = core_.seconds();
  measure().write_waits.add();
  transport_.when_writable([self = shared_from_this()](error_code ec) {
    self->write_waits_ = false;
    if (!ec) self->on_writable();
  });
}

void session::on_writable() {
  if (state_ == state::dead || !outbox_) return;
  std::size_t written = 0;
  bool intact = outbox_->drain(transport_, written);
  measure().bytes_out.add(written);
  if (written > 0) last_progress_ = core_.seconds();
  if (!intact) return finish();
  if (!outbox_->empty()) {
    auto since = last_progress_;
    wait_writable();
    last_progress_ = since;
    return;
  }
  outbox_.reset();
  if (!corked_.empty()) flush();
  shut_if_drained();
}

void session::close(std::uint16_t code, std::string_view reason) {
  if (state_ != state::open) return;
  // What was answered before still goes first, unless the peer does not read anyway.
  if (code == close_too_slow) {
    corked_.clear();
    if (outbox_) outbox_->drop_unsent();
    if (outbox_ && outbox_->empty()) outbox_.reset();
  }
  say_farewell(corked_, code, reason);
  conclude();
}

void session::conclude() {
  state_ = state::closing;
  direct_ = false;
  deadline_ = core_.seconds() + closing_seconds;
  flush();
  shut_if_drained();
}

// The end is said in both layers, then the peer's end is awaited: closing with unread bytes would reset the
// connection and might take the close frame with it.
void session::shut_if_drained() {
  if (state_ != state::closing || outbox_ || !corked_.empty()) return;
  state_ = state::shut;
  transport_.finish_writing();
}

void session::doom() {
  if (state_ == state::dead) return;
  state_ = state::shut;
  direct_ = false;
  corked_.clear();
  core_.finish_later(shared_from_this());
}

void session::finish() {
  if (state_ == state::dead) return;
  state_ = state::dead;
  direct_ = false;
  population().add(-1);
  transport_.close();
  outbox_.reset();
  core_.live().leave(*this);
  core_.sessions().remove(handle_);
}

void session::tick() {
  auto now = core_.seconds();
  if (state_ == state::closing || state_ == state::shut) {
    if (now >= deadline_) finish();
    return;
  }
  if (outbox_ && now - last_progress_ > stuck_write_seconds) {
    measure().slow_closes.add();
    return close(close_too_slow, "Too slow: come back and resume.");
  }
  beat(now);
  check_expiry();
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
