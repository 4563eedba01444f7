// Starting, serving and draining.
#include "gateway/server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/signal_set.hpp>

#include "gateway/core.hpp"
#include "gateway/live/relay.hpp"
#include "shared/base/log.hpp"
#include "shared/rpc/operations.hpp"

namespace verbund::gateway {
using namespace std::chrono_literals;
namespace {
constexpr std::size_t most_cores = 64;  // bits of a batch's mask
}

server::server(const verbund::settings& s) : site_(s) {
  auto wanted = s.gateway.threads > 0 ? static_cast<std::size_t>(s.gateway.threads)
                                      : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
  auto count = std::min(wanted, most_cores);
  for (std::size_t i = 0; i < count; ++i)
    site_.cores.push_back(std::make_unique<core>(site_, static_cast<unsigned>(i)));
  auto& home = *site_.cores.front();
  site_.events = std::make_unique<relay>(site_, home);
  listener_ = std::make_unique<listener>(site_, home.context(), s.gateway.listen);
  drain_timer_ = std::make_unique<asio::steady_timer>(home.context());
}

server::~server() = default;

unsigned short server::port() const {
  return listener_->local().port();
}

void server::run() {
  auto& home = *site_.cores.front();
  asio::signal_set signals(home.context(), SIGTERM, SIGINT);
  signals.async_wait([this](error_code ec, int) {
    if (!ec) drain();
  });
  if (const auto& where = site_.settings.operations.listen; !where.empty())
    rpc::serve_operations(home.context(), where, [this] { return site_.not_ready(); });
  for (auto& c : site_.cores) c->start();
  site_.events->start();
  listener_->start();
  log::info("listening", {{"address", site_.settings.gateway.listen}, {"cores", site_.cores.size()}});
  for (std::size_t i = 1; i < site_.cores.size(); ++i)
    threads_.emplace_back([c = site_.cores[i].get()] { c->context().run(); });
  home.context().run();
  for (auto& t : threads_) t.join();
  log::info("stopped");
}

void server::drain() {
  log::info("draining", {{"connections", site_.places.present()}});
  site_.draining = true;
  listener_->stop();
  for (auto& c : site_.cores) asio::post(c->context(), [core = c.get()] { core->drain(); });
  drain_end_ = std::chrono::steady_clock::now() + std::chrono::seconds(site_.settings.gateway.drain_seconds);
  wait_until_empty();
}

void server::wait_until_empty() {
  if (site_.places.present() == 0 || std::chrono::steady_clock::now() >= drain_end_) return stop();
  drain_timer_->expires_after(50ms);
  drain_timer_->async_wait([this](error_code) { wait_until_empty(); });
}

// Everything that could be finished is finished; what remains are timers, links and the operations' port.
void server::stop() {
  site_.events->stop();
  for (auto& c : site_.cores)
    asio::post(c->context(), [core = c.get()] {
      core->stop();
      // One more turn for the handlers that were just cancelled.
      asio::post(core->context(), [core] { core->context().stop(); });
    });
}
}  // namespace verbund::gateway
