// verbund-gateway: the only process that faces the network.
#include <sys/resource.h>

#include <csignal>

#include "gateway/server.hpp"
#include "shared/base/command_line.hpp"
#include "shared/base/log.hpp"

namespace {
// Each connection is a descriptor; the soft limit of a shell is far too low.
void raise_file_limit(std::int64_t connections) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  constexpr std::int64_t others = 200;
  if (static_cast<std::int64_t>(limit.rlim_cur) < connections + others)
    verbund::log::warning("file_limit", {{"limit", limit.rlim_cur},
                                         {"wanted", connections + others},
                                         {"advice", "raise LimitNOFILE or lower gateway.connections"}});
}
}  // namespace

int main(int count, char** words) {
  auto settings = verbund::settings_from_command_line(count, words,
                                                      "Serves browsers and programs, and nobody else does.");
  verbund::log::start("gateway", settings.operations.log_level);
  std::signal(SIGPIPE, SIG_IGN);
  raise_file_limit(settings.gateway.connections);
  try {
    verbund::gateway::server(settings).run();
    return 0;
  } catch (const std::exception& e) {
    verbund::log::error("cannot_start", {{"problem", e.what()}});
    return 1;
  }
}
