// Memory of the gateway per idle signed-in connection: before any, and with thousands that only wait.
#include <unistd.h>

#include <memory>

#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/options.hpp"
#include "tests/bench/lib/websocket.hpp"

using namespace verbund::bench;

namespace {
constexpr std::size_t connections_per_source = 4000;

int run(int argc, char** argv) {
  options o(argc, argv, {{"port", "!"}, {"process", "!"}, {"stage", "!"}, {"connections", "5000"}});
  raise_file_limit();
  auto port = static_cast<std::uint16_t>(o.number("port"));
  auto process = static_cast<pid_t>(o.number("process"));
  auto count = static_cast<std::size_t>(o.number("connections"));
  auto stage = read_stage(o.text("stage"));
  // One connection first: what is made once at the first use is no cost of a connection.
  { websocket first(port, 1, stage.cookies.front()); }
  sleep(2);
  auto before = memory_of(process);
  std::vector<std::unique_ptr<websocket>> sockets;
  for (std::size_t i = 0; i < count; ++i)
    sockets.push_back(std::make_unique<websocket>(port, static_cast<unsigned>(i / connections_per_source) + 1,
                                                  stage.cookies[i % stage.cookies.size()]));
  sleep(3);
  auto after = memory_of(process);
  auto each = [&](std::int64_t bytes) {
    return static_cast<double>(bytes) / 1024 / static_cast<double>(count);
  };
  print_result("idle_memory", {each(after.private_dirty - before.private_dirty)},
               {{"pss_kb", {each(after.pss - before.pss)}},
                {"gateway_mb_before", {static_cast<double>(before.pss) / 1048576}},
                {"gateway_mb_after", {static_cast<double>(after.pss) / 1048576}}});
  return 0;
}
}  // namespace

int main(int argc, char** argv) {
  return guarded(run, argc, argv);
}
