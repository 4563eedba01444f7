// Reading and writing of lines on one socket.
#include "shared/rpc/lines.hpp"

#include <boost/asio/write.hpp>

#include <cstring>

namespace verbund::rpc {
namespace {
constexpr std::size_t first_buffer = 64 << 10;
}

line_socket::line_socket(stream_socket socket) : socket_(std::move(socket)), in_(first_buffer, '\0') {}

void line_socket::start(std::function<void(std::string_view)> on_line, std::function<void()> on_closed) {
  on_line_ = std::move(on_line);
  on_closed_ = std::move(on_closed);
  read();
}

void line_socket::read() {
  socket_.async_read_some(asio::buffer(in_.data() + filled_, in_.size() - filled_),
                          [self = shared_from_this()](error_code ec, std::size_t n) {
                            if (ec || self->closed_) return self->ended();
                            self->filled_ += n;
                            self->take_lines();
                            // Closed by what a line led to: no read is left that would tell it.
                            if (self->closed_) return self->ended();
                            self->read();
                          });
}

void line_socket::take_lines() {
  std::size_t start = 0;
  while (!closed_) {
    auto* newline = static_cast<char*>(std::memchr(in_.data() + start, '\n', filled_ - start));
    if (!newline) break;
    auto length = static_cast<std::size_t>(newline - in_.data()) - start;
    on_line_(std::string_view(in_).substr(start, length));
    start += length + 1;
  }
  filled_ -= start;
  if (start != 0 && filled_ != 0) std::memmove(in_.data(), in_.data() + start, filled_);
  if (filled_ < in_.size()) return;
  if (in_.size() >= longest_line) return close();
  in_.resize(std::min(in_.size() * 2, longest_line));
}

std::string& line_socket::outgoing() {
  if (!flush_posted_ && !closed_) {
    flush_posted_ = true;
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
      self->flush_posted_ = false;
      self->flush();
    });
  }
  return out_;
}

void line_socket::flush() {
  if (writing_ || closed_) return;
  if (out_.empty()) {
    if (drained_) std::exchange(drained_, {})();
    return;
  }
  writing_ = true;
  sending_.swap(out_);
  asio::async_write(socket_, asio::buffer(sending_), [self = shared_from_this()](error_code ec, std::size_t) {
    self->writing_ = false;
    self->sending_.clear();
    if (ec) return self->ended();
    self->flush();
  });
}

void line_socket::when_drained(std::function<void()> then) {
  drained_ = std::move(then);
  if (closed_) return std::exchange(drained_, {})();
  outgoing();
}

void line_socket::close() {
  if (closed_) return;
  closed_ = true;
  error_code ignored;
  socket_.close(ignored);
  // The reading handler, running or still to come, calls ended(); it must not find the callbacks gone.
}

void line_socket::ended() {
  closed_ = true;
  error_code ignored;
  socket_.close(ignored);
  if (drained_) std::exchange(drained_, {})();
  if (on_closed_) std::exchange(on_closed_, {})();
}
}  // namespace verbund::rpc
