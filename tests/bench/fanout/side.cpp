// Receiving and checking, and the two servers.
#include "tests/bench/fanout/side.hpp"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>

namespace verbund::bench {
namespace {
constexpr unsigned connections_per_source = 4000;
constexpr int patience_ms = 10000;

class bare_side final : public side {
 public:
  bare_side(const std::string& program, std::size_t subscribers, long burn_ns) {
    int to[2], from[2];
    if (pipe(to) != 0 || pipe(from) != 0) throw std::runtime_error("pipe");
    process_ = fork();
    if (process_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      // A session of its own, as the gateway has: the scheduler shares the machine among sessions, and one
      // with the load client would spare the bare program many wake-ups when the machine is busy.
      setsid();
      dup2(to[0], STDIN_FILENO);
      dup2(from[1], STDOUT_FILENO);
      for (int fd : {to[0], to[1], from[0], from[1]}) close(fd);
      auto burn = std::to_string(burn_ns);
      execl(program.c_str(), program.c_str(), "--burn-ns", burn.c_str(), nullptr);
      _exit(127);
    }
    close(to[0]);
    close(from[1]);
    control_ = descriptor(to[1]);
    descriptor answers(from[0]);
    std::string port;
    for (char c; read(answers.get(), &c, 1) == 1 && c != '\n';) port += c;
    if (port.empty()) throw std::runtime_error(program + " does not start");
    for (std::size_t i = 0; i < subscribers; ++i) {
      sockets_.push_back(connect_tcp(static_cast<std::uint16_t>(std::stoi(port)),
                                     static_cast<unsigned>(i / connections_per_source) + 1));
      receivers_.add(sockets_.back().get());
    }
  }
  ~bare_side() override {
    control_ = descriptor();
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }

  pid_t process() const override { return process_; }
  std::vector<events::entry> next_events(std::size_t count) override {
    std::vector<events::entry> list;
    for (std::size_t i = 0; i < count; ++i) list.push_back(message_event(channel_, ++position_));
    return list;
  }
  void send(const std::vector<events::entry>&, const std::string& frames) override {
    auto length = static_cast<std::uint32_t>(frames.size());
    write_all(control_.get(), std::string(reinterpret_cast<char*>(&length), sizeof length) + frames);
  }

 private:
  pid_t process_ = 0;
  descriptor control_;
  std::vector<descriptor> sockets_;
  std::string channel_ = "018f0000-0000-7000-8000-000000000000";
  std::int64_t position_ = 0;
};

class gateway_side final : public side {
 public:
  gateway_side(const gateway_at& at, std::size_t subscribers)
      : process_(at.process), channel_(at.channel), redis_(at.redis_socket) {
    std::string params = "{\"streams\":[{\"stream\":\"channel:" + channel_ + "\",\"level\":\"objects\"}]}";
    for (std::size_t i = 0; i < subscribers; ++i) {
      auto source = static_cast<unsigned>(i / connections_per_source) + 1;
      sockets_.push_back(std::make_unique<websocket>(at.port, source, at.cookie));
      position_ = number_of(sockets_.back()->call("live.subscribe", params), "position");
      receivers_.add(sockets_.back()->fd());
    }
  }

  pid_t process() const override { return process_; }
  // Positions run on from the stream's own, ahead of the database: the gateway takes them for new changes,
  // and a service that says the stream stands further back changes nothing.
  std::vector<events::entry> next_events(std::size_t count) override {
    std::vector<events::entry> list;
    for (std::size_t i = 0; i < count; ++i) list.push_back(message_event(channel_, ++position_));
    return list;
  }
  void send(const std::vector<events::entry>& events, const std::string&) override { redis_.publish(events); }

 private:
  pid_t process_;
  std::string channel_;
  event_source redis_;
  std::vector<std::unique_ptr<websocket>> sockets_;
  std::int64_t position_ = 0;
};
}  // namespace

receivers::receivers() : epoll_(epoll_create1(EPOLL_CLOEXEC)), buffer_(65536, '\0') {}

void receivers::add(int fd) {
  make_non_blocking(fd);
  epoll_event e{};
  e.events = EPOLLIN;
  e.data.u64 = fds_.size();
  fds_.push_back(fd);
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &e) != 0) throw std::runtime_error("epoll_ctl");
}

void receivers::await(std::string_view expected) {
  done_.assign(fds_.size(), 0);
  for (auto left = fds_.size(); left > 0;) {
    epoll_event events[256];
    int n = epoll_wait(epoll_.get(), events, 256, patience_ms);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) throw std::runtime_error(std::to_string(left) + " subscribers wait in vain");
    for (int i = 0; i < n; ++i) {
      auto at = events[i].data.u64;
      auto got = recv(fds_[at], buffer_.data(), buffer_.size(), 0);
      if (got <= 0) throw std::runtime_error("a subscriber was cut off");
      auto bytes = std::string_view(buffer_).substr(0, static_cast<std::size_t>(got));
      if (expected.substr(done_[at], bytes.size()) != bytes)
        throw std::runtime_error("a subscriber received other bytes");
      done_[at] += bytes.size();
      if (done_[at] == expected.size()) --left;
    }
  }
}

std::unique_ptr<side> make_bare_side(const std::string& program, std::size_t subscribers, long burn_ns) {
  return std::make_unique<bare_side>(program, subscribers, burn_ns);
}
std::unique_ptr<side> make_gateway_side(const gateway_at& at, std::size_t subscribers) {
  return std::make_unique<gateway_side>(at, subscribers);
}
}  // namespace verbund::bench
