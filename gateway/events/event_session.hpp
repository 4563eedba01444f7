// The answer of GET /events: what a session is given, as server-sent events in batches.
#pragma once
#include <boost/asio/steady_timer.hpp>

#include "gateway/events/stream_list.hpp"
#include "gateway/websocket/session.hpp"

namespace verbund::gateway {

class event_session final : public session {
 public:
  event_session(core&, transport, identity, admission::ticket, std::string address, events_query);

  /// Subscribes; the head of the answer is sent when it is known what became of it.
  void start(session_handle);
  void answer(std::string_view json) override;
  void subscribed(const subscribe_call&, std::string_view result) override;

 private:
  void received(std::span<char> bytes) override;
  void gather(const piece* pieces, std::size_t count) override;
  std::size_t unsent() const override { return queued() + batch_.size(); }
  void say_farewell(std::string& out, std::uint16_t code, std::string_view reason) override;
  void beat(std::uint32_t now) override;
  metrics::gauge& population() const override;

  void add(std::string_view json);
  void send_in_time();
  void send_batch();
  void refuse(std::string& out, const refusal&);
  /// One server-sent event of what was gathered, with the id to resume from.
  std::string take_event();

  events_query query_;
  asio::steady_timer timer_;  // until the next batch may leave
  bool timer_runs_ = false;
  bool head_sent_ = false;
  bool subscribed_ = false;
  std::string batch_;      // lines "data: …"
  stream_positions told_;  // beyond what the query says
  steady_clock::time_point sent_at_{};
  std::uint32_t begun_;  // seconds of the core's clock
  std::uint32_t spoke_;
  std::size_t strayed_ = 0;
};
}  // namespace verbund::gateway
