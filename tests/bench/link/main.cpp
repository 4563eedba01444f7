// CPU of a round trip between a gateway's link and a service: two processes, an echo, many requests in
// flight.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include <cstdio>

#include "proto/catalogue.hpp"
#include "shared/rpc/link.hpp"
#include "shared/rpc/server.hpp"
#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/options.hpp"

namespace verbund::bench {
namespace {
constexpr const auto& echoed = proto::methods::chat_positions;

/// A service whose one method answers what it was asked: streams by name.
class echo_service final : public rpc::service {
 public:
  explicit echo_service(long burn_ns) : burn_ns_(burn_ns) {
    table_.answer(echoed, *this, &echo_service::echo);
  }
  std::string_view name() const override { return "echo"; }
  const rpc::handlers& table() const override { return table_; }
  rpc::write_sets* sets() override { return nullptr; }
  std::string not_ready() const override { return {}; }

 private:
  static task<proto::stream_positions> echo(echo_service& self, rpc::request, proto::get_positions p) {
    proto::stream_positions answer;
    for (auto& s : p.streams) answer.streams.push_back({std::move(s), {}, {}});
    // What a slower service would waste; the self-test must see it.
    if (self.burn_ns_ > 0)
      for (auto until = now_ns() + self.burn_ns_; now_ns() < until;) continue;
    co_return answer;
  }

  long burn_ns_;
  rpc::handlers table_;
};

void serve(const std::string& address, long burn_ns) {
  asio::io_context io(1);
  std::vector<std::unique_ptr<rpc::service>> services;
  services.push_back(std::make_unique<echo_service>(burn_ns));
  rpc::worker worker(io, std::move(services), 1024);
  std::make_shared<rpc::server>(io, address, worker)->start();
  io.run();
}

/// Keeps `outstanding` requests in flight until `trips` are answered.
class caller {
 public:
  caller(asio::io_context& io, const std::string& address)
      : io_(io),
        link_(rpc::link::create(io, {.address = address})),
        params_("{\"streams\":[\"channel:" + to_string(new_uuid()) + "\"]}") {
    link_->on_change([this](bool) { io_.stop(); });
    link_->start();
    io_.run();
  }

  void run(long trips, long outstanding) {
    left_ = trips;
    unsent_ = trips;
    for (long i = 0; i < outstanding && unsent_ > 0; ++i) call();
    io_.restart();
    io_.run();
    if (!problem_.empty()) throw std::runtime_error(problem_);
  }

 private:
  void call() {
    --unsent_;
    rpc::outgoing request;
    request.method = echoed.info.name;
    request.member = me_;
    request.session = me_;
    request.address = "127.0.0.1";
    request.trace = "0123456789abcdef";
    request.params = params_;
    link_->call(request, [this](const rpc::link_reply& reply) {
      if (reply.is_error()) problem_ = std::string(reply.rest);
      if (--left_ == 0 || !problem_.empty()) return io_.stop();
      if (unsent_ > 0) call();
    });
  }

  asio::io_context& io_;
  std::shared_ptr<rpc::link> link_;
  std::string params_, problem_;
  uuid me_ = new_uuid();
  long left_ = 0, unsent_ = 0;
};

int run(int argc, char** argv) {
  options o(argc, argv,
            {{"socket", "!"}, {"runs", "10"}, {"trips", "200000"}, {"outstanding", "64"}, {"burn-ns", "0"}});
  auto address = "unix:" + o.text("socket");
  auto server = fork();
  if (server == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    serve(address, o.number("burn-ns"));
    _exit(0);
  }
  asio::io_context io(1);
  caller gateway(io, address);
  gateway.run(o.number("trips") / 10, o.number("outstanding"));
  std::vector<double> sums, service_us, gateway_us, wall_us;
  auto trips = static_cast<double>(o.number("trips"));
  for (long i = 0; i < o.number("runs"); ++i) {
    auto service = cpu_ns(server), own = cpu_ns(getpid()), begun = now_ns();
    gateway.run(o.number("trips"), o.number("outstanding"));
    wall_us.push_back(static_cast<double>(now_ns() - begun) / 1000 / trips);
    service_us.push_back(static_cast<double>(cpu_ns(server) - service) / 1000 / trips);
    gateway_us.push_back(static_cast<double>(cpu_ns(getpid()) - own) / 1000 / trips);
    sums.push_back(service_us.back() + gateway_us.back());
  }
  kill(server, SIGKILL);
  waitpid(server, nullptr, 0);
  unlink(o.text("socket").c_str());
  print_result("link_round_trip", sums,
               {{"service_us", service_us}, {"gateway_us", gateway_us}, {"wall_us", wall_us}});
  return 0;
}
}  // namespace
}  // namespace verbund::bench

int main(int argc, char** argv) {
  return verbund::bench::guarded(verbund::bench::run, argc, argv);
}
