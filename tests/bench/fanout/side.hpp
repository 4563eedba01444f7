// One side of the comparison: a server process and the sockets that receive from it.
#pragma once
#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/bench/lib/net.hpp"
#include "tests/bench/lib/redis.hpp"
#include "tests/bench/lib/websocket.hpp"

namespace verbund::bench {

/// The sockets of all subscribers in one epoll.
class receivers {
 public:
  receivers();
  void add(int fd);
  std::size_t size() const { return fds_.size(); }
  /// Reads until every socket has received exactly these bytes. Throws at other bytes, or after 10 s.
  void await(std::string_view expected);

 private:
  descriptor epoll_;
  std::vector<int> fds_;
  std::vector<std::size_t> done_;
  std::string buffer_;
};

class side {
 public:
  virtual ~side() = default;
  virtual pid_t process() const = 0;
  /// The events the next call of send() is about; positions follow on each other.
  virtual std::vector<events::entry> next_events(std::size_t count) = 0;
  /// Has the events delivered to all subscribers: `frames` are the bytes each must receive.
  virtual void send(const std::vector<events::entry>&, const std::string& frames) = 0;
  receivers& subscribers() { return receivers_; }

 protected:
  receivers receivers_;
};

/// The bare epoll program, started here and ended with this object.
std::unique_ptr<side> make_bare_side(const std::string& program, std::size_t subscribers, long burn_ns);

struct gateway_at {
  std::uint16_t port;
  pid_t process;
  std::string redis_socket;
  std::string cookie;
  std::string channel;
};
std::unique_ptr<side> make_gateway_side(const gateway_at&, std::size_t subscribers);
}  // namespace verbund::bench
