// One process that hosts the services its settings name.
#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "services/chat/service.hpp"
#include "services/members/service.hpp"
#include "services/notify/service.hpp"
#include "shared/base/command_line.hpp"
#include "shared/base/log.hpp"
#include "shared/rpc/operations.hpp"
#include "shared/rpc/server.hpp"

using namespace verbund;

namespace {
constexpr auto patience = std::chrono::seconds(10);

struct known_service {
  std::string_view name;
  std::unique_ptr<rpc::service> (*make)(asio::io_context&, const settings&);
};
constexpr known_service known_services[] = {
    {"members", members::make_service},
    {"chat", chat::make_service},
    {"notify", notify::make_service},
};

std::unique_ptr<rpc::service> make_service(const std::string& name, asio::io_context& io, const settings& s) {
  std::string others;
  for (const auto& known : known_services) {
    if (known.name == name) return known.make(io, s);
    others += (others.empty() ? "" : ", ") + std::string(known.name);
  }
  throw std::runtime_error("service.host names \"" + name + "\"; there are " + others);
}

std::vector<std::unique_ptr<rpc::service>> make_services(asio::io_context& io, const settings& s) {
  std::vector<std::unique_ptr<rpc::service>> list;
  for (const auto& name : s.service.host) list.push_back(make_service(name, io, s));
  return list;
}

int serve(const settings& s) {
  asio::io_context io(1);
  rpc::worker worker(io, make_services(io, s), static_cast<std::size_t>(s.service.outstanding));
  auto server = std::make_shared<rpc::server>(io, s.service.listen, worker);
  server->start();
  if (!s.operations.listen.empty())
    rpc::serve_operations(io, s.operations.listen, [&worker] { return worker.not_ready(); });
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&](error_code ec, int) {
    if (ec) return;
    log::info("stopping");
    // What was accepted is answered; io.stop() then ends pools and timers that would wait for ever.
    server->drain(patience, [&io] { io.stop(); });
  });
  log::info("ready", {{"listen", s.service.listen}});
  io.run();
  log::info("stopped");
  return 0;
}
}  // namespace

int main(int argc, char** argv) {
  auto s = settings_from_command_line(argc, argv, "Hosts services of Verbund behind the gateway.");
  std::signal(SIGPIPE, SIG_IGN);
  log::start("service", s.operations.log_level);
  try {
    return serve(s);
  } catch (const std::exception& e) {
    log::error("cannot_start", {{"problem", e.what()}});
    return 1;
  }
}
