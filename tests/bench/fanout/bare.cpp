// The limit of fan-out: an epoll loop that writes the bytes it is given to every connected socket, one send()
// each.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <unordered_set>

#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/net.hpp"
#include "tests/bench/lib/options.hpp"

using namespace verbund::bench;

namespace {
class bare_server {
 public:
  explicit bare_server(long burn_ns) : burn_ns_(burn_ns) {
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof a;
    auto* address = reinterpret_cast<sockaddr*>(&a);
    if (bind(listener_.get(), address, size) != 0 || listen(listener_.get(), 4096) != 0 ||
        getsockname(listener_.get(), address, &size) != 0)
      throw std::runtime_error("cannot listen");
    watch(listener_.get());
    watch(STDIN_FILENO);
    std::printf("%d\n", ntohs(a.sin_port));
    std::fflush(stdout);
  }

  /// Until standard input ends.
  void run() {
    for (;;) {
      epoll_event events[64];
      int n = epoll_wait(epoll_.get(), events, 64, -1);
      for (int i = 0; i < n; ++i) {
        int fd = events[i].data.fd;
        if (fd == STDIN_FILENO) {
          if (!obey()) return;
        } else if (fd == listener_.get()) {
          admit();
        } else {
          subscribers_.erase(fd);
          close(fd);
        }
      }
    }
  }

 private:
  void watch(int fd) {
    epoll_event e{};
    e.events = EPOLLIN;
    e.data.fd = fd;
    epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &e);
  }

  void admit() {
    for (;;) {
      int fd = accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd < 0) return;
      int on = 1;
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      watch(fd);
      subscribers_.insert(fd);
    }
  }

  // A command is a length and the bytes to send.
  bool obey() {
    std::uint32_t length = 0;
    auto n = read(STDIN_FILENO, &length, sizeof length);
    if (n != sizeof length) return false;
    bytes_.resize(length);
    read_exactly(STDIN_FILENO, bytes_.data(), length);
    // Who has connected before the command was written is waiting here at least.
    admit();
    for (int fd : subscribers_) {
      if (::send(fd, bytes_.data(), bytes_.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes_.size()))
        throw std::runtime_error("a subscriber does not take its bytes");
      burn();
    }
    return true;
  }

  // What a slower server would waste; the self-test must see it.
  void burn() {
    if (burn_ns_ == 0) return;
    for (auto until = now_ns() + burn_ns_; now_ns() < until;) continue;
  }

  long burn_ns_;
  descriptor listener_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  descriptor epoll_{epoll_create1(EPOLL_CLOEXEC)};
  std::unordered_set<int> subscribers_;
  std::string bytes_;
};

int serve(int argc, char** argv) {
  options o(argc, argv, {{"burn-ns", "0"}});
  raise_file_limit();
  bare_server(o.number("burn-ns")).run();
  return 0;
}
}  // namespace

int main(int argc, char** argv) {
  return guarded(serve, argc, argv);
}
