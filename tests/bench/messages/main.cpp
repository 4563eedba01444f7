// Send → acknowledged, unloaded; and how many durable messages a second fifty channels take together.
#include <sys/epoll.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/options.hpp"
#include "tests/bench/messages/talk.hpp"

using namespace verbund::bench;

namespace {
struct processes {
  pid_t gateway, chat, postgres;
};
struct cpu_times {
  std::int64_t gateway, chat, postgres, client;
};
cpu_times spent(const processes& p) {
  return {cpu_ns(p.gateway), cpu_ns(p.chat), cpu_ns_with_children(p.postgres), cpu_ns(getpid())};
}

void acknowledgement(std::uint16_t port, const stage& stage, long runs, long messages) {
  websocket socket(port, 1, stage.cookies.front());
  std::vector<double> p50, p99;
  std::uint64_t id = 1;
  for (long run = -1; run < runs; ++run) {  // the first one warms up
    std::vector<double> ms;
    for (long i = 0; i < messages; ++i) {
      auto begun = now_ns();
      auto request = send_message_request(++id, stage.channels.at(1));
      socket.send(request);
      auto answer = socket.receive();
      ms.push_back(static_cast<double>(now_ns() - begun) / 1e6);
      if (answer.find("\"result\":") == answer.npos)
        throw std::runtime_error("refused: " + std::string(answer));
    }
    if (run < 0) continue;
    p50.push_back(quantile(ms, 0.5));
    p99.push_back(quantile(ms, 0.99));
  }
  print_result("acknowledged_p50", p50, {{"p99_ms", p99}});
}

class crowd {
 public:
  crowd(std::uint16_t port, const stage& stage, std::size_t channels, std::size_t in_flight)
      : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    if (stage.channels.size() < channels + 2) throw std::runtime_error("too few channels in the stage");
    for (std::size_t i = 0; i < channels; ++i) {
      talkers_.push_back(std::make_unique<talker>(port, 1, stage.cookies[i % stage.cookies.size()],
                                                  stage.channels[i + 2], in_flight));
      epoll_event e{};
      e.events = EPOLLIN;
      e.data.ptr = talkers_.back().get();
      epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, talkers_.back()->fd(), &e);
    }
    for (auto& t : talkers_) t->post();
  }

  /// Talks for a while; latencies of what was acknowledged meanwhile.
  std::vector<double> talk(double seconds) {
    std::vector<double> latencies;
    for (auto until = now_ns() + static_cast<std::int64_t>(seconds * 1e9); now_ns() < until;) turn(latencies);
    return latencies;
  }

  /// Stops and waits until everything acknowledged has come back as an event; how many there were.
  std::uint64_t settle() {
    std::vector<double> ignored;
    for (auto& t : talkers_) t->stop();
    auto all_settled = [&] {
      for (auto& t : talkers_)
        if (!t->settled()) return false;
      return true;
    };
    for (auto until = now_ns() + 10'000'000'000; !all_settled();) {
      if (now_ns() > until) throw std::runtime_error("not everything acknowledged came back as an event");
      turn(ignored);
    }
    std::uint64_t sum = 0;
    for (auto& t : talkers_) sum += t->acknowledged();
    return sum;
  }

 private:
  void turn(std::vector<double>& latencies) {
    epoll_event events[64];
    int n = epoll_wait(epoll_.get(), events, 64, 100);
    for (int i = 0; i < n; ++i) {
      auto& t = *static_cast<talker*>(events[i].data.ptr);
      t.read(latencies);
      t.post();
    }
  }

  descriptor epoll_;
  std::vector<std::unique_ptr<talker>> talkers_;
};

void sustained(std::uint16_t port, const stage& stage, const processes& p, const options& o) {
  crowd all(port, stage, static_cast<std::size_t>(o.number("channels")),
            static_cast<std::size_t>(o.number("in-flight")));
  auto seconds = static_cast<double>(o.number("seconds"));
  all.talk(std::min(seconds, 2.0));
  std::vector<double> rate, p50, p99, gateway, chat, postgres, client;
  for (long i = 0; i < o.number("windows"); ++i) {
    auto before = spent(p);
    auto begun = now_ns();
    auto ms = all.talk(seconds);
    auto took = static_cast<double>(now_ns() - begun) / 1e9;
    auto after = spent(p);
    auto many = static_cast<double>(ms.size());
    if (ms.empty()) throw std::runtime_error("nothing was acknowledged");
    auto each = [&](std::int64_t from, std::int64_t to) {
      return static_cast<double>(to - from) / 1000 / many;
    };
    rate.push_back(many / took);
    p50.push_back(quantile(ms, 0.5));
    p99.push_back(quantile(ms, 0.99));
    gateway.push_back(each(before.gateway, after.gateway));
    chat.push_back(each(before.chat, after.chat));
    postgres.push_back(each(before.postgres, after.postgres));
    client.push_back(each(before.client, after.client));
  }
  auto delivered = static_cast<double>(all.settle());
  print_result("durable_rate", rate,
               {{"p50_ms", p50},
                {"gateway_us", gateway},
                {"chat_us", chat},
                {"client_us", client},
                {"delivered", {delivered}}});
  print_result("durable_p99", p99);
  print_result("durable_postgres", postgres);
}

int run(int argc, char** argv) {
  options o(argc, argv,
            {{"port", "!"},
             {"gateway", "!"},
             {"chat", "!"},
             {"postgres", "!"},
             {"stage", "!"},
             {"runs", "5"},
             {"messages", "500"},
             {"channels", "50"},
             {"in-flight", "4"},
             {"windows", "3"},
             {"seconds", "10"},
             {"only", ""}});
  raise_file_limit();
  auto pid = [&](const char* name) { return static_cast<pid_t>(o.number(name)); };
  auto port = static_cast<std::uint16_t>(o.number("port"));
  auto stage = read_stage(o.text("stage"));
  if (o.text("only") != "sustained") acknowledgement(port, stage, o.number("runs"), o.number("messages"));
  if (o.text("only") != "ack") sustained(port, stage, {pid("gateway"), pid("chat"), pid("postgres")}, o);
  return 0;
}
}  // namespace

int main(int argc, char** argv) {
  return guarded(run, argc, argv);
}
