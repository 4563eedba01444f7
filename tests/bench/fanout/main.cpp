// CPU of fan-out per delivery, beside a bare program that sends the same bytes, in pairs that alternate.
#include <unistd.h>

#include "tests/bench/fanout/side.hpp"
#include "tests/bench/lib/measure.hpp"
#include "tests/bench/lib/options.hpp"

using namespace verbund::bench;

namespace {
/// Sends `rounds` times `at_once` events, each when all have received the ones before; µs of CPU per
/// delivery.
double cost(side& s, long rounds, std::size_t at_once) {
  std::vector<std::vector<verbund::events::entry>> events;
  std::vector<std::string> frames;
  // The first quarter warms up what the other side's turn has cooled down.
  auto warming = rounds / 4;
  for (long i = 0; i < warming + rounds; ++i) {
    events.push_back(s.next_events(at_once));
    frames.emplace_back();
    for (const auto& e : events.back()) append_server_frame(frames.back(), e.json);
  }
  std::int64_t before = 0;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (i == static_cast<std::size_t>(warming)) before = cpu_ns(s.process());
    s.send(events[i], frames[i]);
    s.subscribers().await(frames[i]);
  }
  auto spent = static_cast<double>(cpu_ns(s.process()) - before) / 1000;
  return spent / static_cast<double>(static_cast<std::size_t>(rounds) * at_once * s.subscribers().size());
}

void compare(const char* figure, side& bare, side& ours, std::size_t at_once, long pairs, long rounds) {
  std::vector<double> ratios, bare_us, our_us;
  cost(bare, rounds, at_once);
  cost(ours, rounds, at_once);
  for (long i = 0; i < pairs; ++i) {
    bare_us.push_back(cost(bare, rounds, at_once));
    our_us.push_back(cost(ours, rounds, at_once));
    ratios.push_back(our_us.back() / bare_us.back());
  }
  print_result(figure, ratios, {{"bare_us", bare_us}, {"gateway_us", our_us}});
}

int run(int argc, char** argv) {
  options o(argc, argv,
            {{"bare", "!"},
             {"port", "0"},
             {"process", "0"},
             {"redis", ""},
             {"stage", ""},
             {"subscribers", "1000"},
             {"pairs", "20"},
             {"rounds", "40"},
             {"burn-ns", "-1"}});
  raise_file_limit();
  auto subscribers = static_cast<std::size_t>(o.number("subscribers"));
  auto bare = make_bare_side(o.text("bare"), subscribers, 0);
  std::unique_ptr<side> ours;
  if (o.number("burn-ns") >= 0) {
    // The self-test: a second bare program that wastes time stands for a gateway.
    ours = make_bare_side(o.text("bare"), subscribers, o.number("burn-ns"));
  } else {
    auto stage = read_stage(o.text("stage"));
    ours = make_gateway_side(
        {static_cast<std::uint16_t>(o.number("port")), static_cast<pid_t>(o.number("process")),
         o.text("redis"), stage.cookies.front(), stage.channels.front()},
        subscribers);
  }
  compare("fanout_one", *bare, *ours, 1, o.number("pairs"), o.number("rounds"));
  compare("fanout_sixteen", *bare, *ours, 16, o.number("pairs"), o.number("rounds"));
  return 0;
}
}  // namespace

int main(int argc, char** argv) {
  return guarded(run, argc, argv);
}
