// The client's side of a WebSocket to the gateway: the handshake with a session's cookie, frames out, frames
// in.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/bench/lib/net.hpp"

namespace verbund::bench {

/// Appends a masked text frame; the mask is zero, which the server has to apply all the same.
void append_client_frame(std::string& out, std::string_view text);
/// Appends the frame a server sends.
void append_server_frame(std::string& out, std::string_view text);

/// The whole number behind `"name":` in JSON that this server wrote; throws when there is none.
std::int64_t number_of(std::string_view json, std::string_view name);

/// Cuts whole frames off a buffer of received bytes.
class frame_cutter {
 public:
  /// Where to read into: at least `room` bytes.
  char* room(std::size_t room);
  void filled(std::size_t bytes) { end_ += bytes; }
  /// The next text frame; the view lives until room() is called. Throws when the server closes.
  std::optional<std::string_view> next();

 private:
  std::string buffer_;
  std::size_t begin_ = 0, end_ = 0;
};

/// A signed-in WebSocket. Blocking until the caller decides otherwise.
class websocket {
 public:
  /// Connects, shakes hands and reads the hello.
  websocket(std::uint16_t port, unsigned source, const std::string& cookie);
  int fd() const { return socket_.get(); }
  frame_cutter& frames() { return frames_; }
  /// Sends a request and waits for the answer with its id; events in between are dropped. Throws when it is
  /// an error.
  std::string call(std::string_view method, std::string_view params);
  /// Sends one text; waits for the next one.
  void send(std::string_view text);
  std::string_view receive();

 private:
  descriptor socket_;
  frame_cutter frames_;
};
}  // namespace verbund::bench
