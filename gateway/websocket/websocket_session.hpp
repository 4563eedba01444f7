// One WebSocket: reads requests, answers them, pings a silent peer.
#pragma once
#include "gateway/rate.hpp"
#include "gateway/websocket/session.hpp"
#include "shared/rpc/envelope.hpp"

namespace verbund::gateway {

class websocket_session final : public session {
 public:
  websocket_session(core&, transport, identity, admission::ticket, std::string address);

  /// Says hello and reads; `early` are bytes that came with the handshake.
  void start(session_handle, std::string early);
  /// Everything of one turn of the loop leaves in one write.
  void answer(std::string_view json) override;
  void subscribed(const subscribe_call&, std::string_view result) override;

 private:
  void received(std::span<char> bytes) override;
  void gather(const piece*, std::size_t) override {}  // it has closed
  void say_farewell(std::string& out, std::uint16_t code, std::string_view reason) override;
  void beat(std::uint32_t now) override;
  metrics::gauge& population() const override;

  void on_event(const frame_event&);
  void on_message(std::string_view text);
  void on_ping(std::string_view payload);
  void refuse(std::string_view id, const refusal&);
  void call_service(const rpc::call&);
  void on_reply(std::string_view id, const rpc::link_reply&);
  bool spend_token(std::string_view id);
  void flush_later();

  std::uint32_t pinged_ = 0;
  std::uint32_t strikes_ = 0;
  std::uint16_t outstanding_ = 0;
  token_bucket tokens_;
  frame_reader reader_;
};
}  // namespace verbund::gateway
