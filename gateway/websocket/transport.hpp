// The bytes of one connection: non-blocking reads and writes on the descriptor, waits through Asio. The one
// place where TLS will be added.
#pragma once
#include <sys/socket.h>
#include <sys/uio.h>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <cstddef>
#include <utility>

#include "shared/async/task.hpp"

namespace verbund::gateway {

class transport {
 public:
  using socket_type = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
  /// What a read or write that moved nothing means.
  static constexpr std::ptrdiff_t would_block = -1;
  static constexpr std::ptrdiff_t broken = -2;

  explicit transport(socket_type socket) : socket_(std::move(socket)), fd_(socket_.native_handle()) {}

  /// Bytes written, would_block or broken.
  std::ptrdiff_t write(const void* data, std::size_t size) {
    return result(::send(fd_, data, size, MSG_DONTWAIT | MSG_NOSIGNAL));
  }
  std::ptrdiff_t write(iovec* pieces, std::size_t count) {
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = count;
    return result(::sendmsg(fd_, &message, MSG_DONTWAIT | MSG_NOSIGNAL));
  }
  /// Bytes read, 0 at the end, would_block or broken.
  std::ptrdiff_t read(void* data, std::size_t size) { return result(::recv(fd_, data, size, MSG_DONTWAIT)); }

  template <class Handler>
  void when_readable(Handler handler) {
    socket_.async_wait(socket_type::wait_read, std::move(handler));
  }
  template <class Handler>
  void when_writable(Handler handler) {
    socket_.async_wait(socket_type::wait_write, std::move(handler));
  }
  /// No more will be written; the peer sees the end after what was sent.
  void finish_writing() { ::shutdown(fd_, SHUT_WR); }
  /// Cancels the waits and gives the descriptor back.
  void close() {
    error_code ignored;
    socket_.close(ignored);
    fd_ = -1;
  }

 private:
  static std::ptrdiff_t result(ssize_t n) {
    if (n >= 0) return n;
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? would_block : broken;
  }
  socket_type socket_;
  int fd_;
};
}  // namespace verbund::gateway
