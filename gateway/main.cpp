// verbund-gateway: the only process that faces the network.
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

#include "gateway/server.hpp"
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

struct options {
  std::string config;
  bool print = false;
};

options read_options(int count, char** words) {
  options o;
  if (auto path = std::getenv("VERBUND_CONFIG")) o.config = path;
  for (int i = 1; i < count; ++i) {
    std::string_view word = words[i];
    if (word == "--print-config")
      o.print = true;
    else if (word == "--config" && i + 1 < count)
      o.config = words[++i];
    else
      throw std::runtime_error("usage: verbund-gateway [--config FILE] [--print-config]");
  }
  return o;
}
}  // namespace

int main(int count, char** words) {
  try {
    auto o = read_options(count, words);
    auto settings = verbund::load_settings(o.config, verbund::verbund_environment());
    if (o.print) {
      std::cout << verbund::to_toml(settings);
      return 0;
    }
    verbund::log::start("gateway", settings.operations.log_level);
    std::signal(SIGPIPE, SIG_IGN);
    raise_file_limit(settings.gateway.connections);
    verbund::gateway::server(settings).run();
    return 0;
  } catch (const std::exception& e) {
    std::cerr << "verbund-gateway: " << e.what() << "\n";
    return 1;
  }
}
