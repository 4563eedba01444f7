// A socket that carries lines: reads many at once, writes everything that waits in one call. Used by both
// ends of a link.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "shared/rpc/address.hpp"

namespace verbund::rpc {

/// One connection of lines. Belongs to one thread; kept alive by its own pending operations.
class line_socket : public std::enable_shared_from_this<line_socket> {
 public:
  /// The longest line either side may send.
  static constexpr std::size_t longest_line = 2 << 20;

  line_socket(stream_socket socket);
  /// Reads until the end: `on_line` for every line without its newline, then `on_closed` once.
  void start(std::function<void(std::string_view)> on_line, std::function<void()> on_closed);
  /// The buffer to append whole lines to; they leave in one write at the end of this turn of the loop.
  std::string& outgoing();
  std::size_t waiting_bytes() const { return out_.size() + sending_.size(); }
  /// Ends the connection; `on_closed` follows, unless it was already called.
  void close();
  /// Calls `then` when everything appended so far has left, or the connection ended.
  void when_drained(std::function<void()> then);

 private:
  void read();
  void take_lines();
  void flush();
  void ended();

  stream_socket socket_;
  std::string in_;
  std::size_t filled_ = 0;
  std::string out_, sending_;
  bool flush_posted_ = false, writing_ = false, closed_ = false;
  std::function<void(std::string_view)> on_line_;
  std::function<void()> on_closed_;
  std::function<void()> drained_;
};
}  // namespace verbund::rpc
