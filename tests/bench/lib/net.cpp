// System calls with their errors turned into exceptions.
#include "tests/bench/lib/net.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace verbund::bench {
namespace {
int checked(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}
template <class Address>
sockaddr* generic(Address& a) {
  return reinterpret_cast<sockaddr*>(&a);
}
sockaddr_in loopback(std::uint32_t host, std::uint16_t port) {
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_port = htons(port);
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK + host);
  return a;
}
}  // namespace

descriptor::~descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

descriptor connect_tcp(std::uint16_t port, unsigned source) {
  descriptor s(checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
  int on = 1;
  // The port is chosen at connect(), so that it need be free only towards this peer.
  setsockopt(s.get(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  auto from = loopback(1 + source, 0), to = loopback(0, port);
  checked(bind(s.get(), generic(from), sizeof from), "bind");
  checked(connect(s.get(), generic(to), sizeof to), "connect");
  setsockopt(s.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return s;
}

descriptor connect_unix(const std::string& path) {
  sockaddr_un a{};
  a.sun_family = AF_UNIX;
  if (path.size() >= sizeof a.sun_path)
    throw std::runtime_error("the path is too long for a socket: " + path);
  std::memcpy(a.sun_path, path.c_str(), path.size() + 1);
  descriptor s(checked(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
  checked(connect(s.get(), generic(a), sizeof a), "connect");
  return s;
}

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    auto n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw std::system_error(errno, std::generic_category(), "write");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void read_exactly(int fd, char* to, std::size_t bytes) {
  while (bytes > 0) {
    auto n = ::read(fd, to, bytes);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw std::system_error(errno, std::generic_category(), "read");
    if (n == 0) throw std::runtime_error("the connection was closed");
    to += n;
    bytes -= static_cast<std::size_t>(n);
  }
}

void make_non_blocking(int fd) {
  checked(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK), "fcntl");
}

void raise_file_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}
}  // namespace verbund::bench
