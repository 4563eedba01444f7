// Sending messages over WebSockets: one at a time, or many channels at once with a bounded number in flight.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/lib/websocket.hpp"

namespace verbund::bench {

/// A JSON-RPC request that posts a message of 120 characters under a new id.
std::string send_message_request(std::uint64_t id, const std::string& channel);

/// One member in one channel: posts, watches the channel, and checks that every post comes back once and in
/// order.
class talker {
 public:
  talker(std::uint16_t port, unsigned source, const std::string& cookie, std::string channel,
         std::size_t in_flight);
  int fd() const { return socket_.fd(); }
  /// Posts until the allowed number is in flight; nothing once stopped.
  void post();
  void stop() { stopped_ = true; }
  /// Reads what is there; latencies of acknowledged posts, in ms, are appended. Throws at an error or a gap.
  void read(std::vector<double>& latencies);
  /// Everything posted is acknowledged and has come back as an event.
  bool settled() const { return posted_ == acknowledged_ && acknowledged_ == seen_; }
  std::uint64_t acknowledged() const { return acknowledged_; }
  std::uint64_t seen() const { return seen_; }

 private:
  void take(std::string_view frame, std::vector<double>& latencies);

  websocket socket_;
  std::string channel_;
  std::vector<std::int64_t> begun_;  ///< by id modulo size
  std::uint64_t posted_ = 0, acknowledged_ = 0, seen_ = 0;
  std::int64_t position_ = 0;
  bool stopped_ = false;
  std::string out_;
};

}  // namespace verbund::bench
