// Sockets without a library around them: TCP from several source addresses, unix sockets, whole reads and
// writes.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace verbund::bench {

/// A descriptor that closes itself.
class descriptor {
 public:
  descriptor() = default;
  explicit descriptor(int fd) : fd_(fd) {}
  descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~descriptor();
  int get() const { return fd_; }

 private:
  int fd_ = -1;
};

/// Connects to 127.0.0.1:port from 127.0.0.(2 + source): each source address has ports of its own.
descriptor connect_tcp(std::uint16_t port, unsigned source);
descriptor connect_unix(const std::string& path);
/// Blocking.
void write_all(int fd, std::string_view bytes);
/// Blocking; throws at the end of the stream.
void read_exactly(int fd, char* to, std::size_t bytes);
void make_non_blocking(int fd);
/// As many open files as the machine allows.
void raise_file_limit();
}  // namespace verbund::bench
