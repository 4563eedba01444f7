// Where an HTTP connection ends and a live session begins on the same socket.
#include <boost/asio/write.hpp>

#include "gateway/core.hpp"
#include "gateway/events/event_session.hpp"
#include "gateway/http/connection.hpp"
#include "gateway/http/endpoints.hpp"
#include "gateway/websocket/websocket_session.hpp"

namespace verbund::gateway {
namespace {
constexpr std::chrono::seconds write_time{60};

http_reply restarting() {
  return fault_reply(503, kind::unavailable, "The server restarts.");
}
}  // namespace

transport http_connection::hand_over() {
  auto protocol = socket_.local_endpoint().protocol();
  deadline_.cancel();
  auto descriptor = socket_.release();
  return transport(transport::socket_type(core_.context(), protocol, descriptor));
}

task<http_connection::progress> http_connection::upgrade(const http_request& request) {
  peer from{address_, ticket_.group()};
  auto result = co_await shake_hands(core_, request, from);
  if (result.who && core_.draining()) {
    result.who.reset();
    result.reply = restarting();
  }
  if (!result.who) co_return co_await send(std::move(result.reply), false, request.keep_alive());
  auto head = reply_head(result.reply, true, false);
  expires_after(write_time);
  co_await asio::async_write(socket_, asio::buffer(head), asio::use_awaitable);

  std::string early(static_cast<const char*>(buffer_.data().data()), buffer_.size());
  auto s = std::make_shared<websocket_session>(core_, hand_over(), *result.who, std::move(ticket_), address_);
  s->start(core_.sessions().add(s), std::move(early));
  // Revoked since its token was looked up, when it was in no list yet.
  if (core_.was_revoked(s->who())) s->close(close_revoked, "The session has ended.");
  co_return progress::end;
}

task<http_connection::progress> http_connection::stream_events(const http_request& request) {
  peer from{address_, ticket_.group()};
  auto result = co_await open_events(core_, request, from);
  if (result.who && core_.draining()) {
    result.who.reset();
    result.reply = restarting();
  }
  if (!result.who) co_return co_await send(std::move(result.reply), false, request.keep_alive());
  auto s = std::make_shared<event_session>(core_, hand_over(), *result.who, std::move(ticket_), address_,
                                           std::move(result.query));
  s->start(core_.sessions().add(s));
  if (core_.was_revoked(s->who())) s->close(close_revoked, "The session has ended.");
  co_return progress::end;
}
}  // namespace verbund::gateway
