// The order of a stream: whatever arrives, whenever, each change is relayed once, in order, and gaps are
// fetched.
#include "gateway/live/sequencer.hpp"

#include <algorithm>
#include <random>

#include "shared/base/catch.hpp"

using namespace verbund::gateway;
using namespace std::chrono_literals;

namespace {
const std::string stream = "channel:018f5f3a-7c1e-7b3a-9d2e-4f5a6b7c8d9e";

struct bench {
  sequencer order;
  sequencer::time_point now{};
  std::vector<std::int64_t> relayed;

  bench() { order.hold(stream, 0); }
  void arrive(std::int64_t position) { order.arrive(stream, position, position, "x", now), take(); }
  void take() {
    for (const auto& p : order.take().parcels) {
      for (const auto& e : p->entries) relayed.push_back(e.position);
      CHECK(p->from < p->to);
    }
  }
};
using positions = std::vector<std::int64_t>;
}  // namespace

TEST_CASE("changes in order are relayed at once, doubles once") {
  bench b;
  b.order.base(stream, 4, 4, b.now);
  for (std::int64_t p : {5, 6, 6, 5, 7, 3}) b.arrive(p);
  CHECK(b.relayed == positions{5, 6, 7});
  CHECK(b.order.duplicates() == 3);
  CHECK_FALSE(b.order.waiting());
}

TEST_CASE("nothing is relayed before somebody knows where the stream stands") {
  bench b;
  b.arrive(8);
  b.arrive(7);
  CHECK(b.relayed.empty());
  b.order.base(stream, 6, 6, b.now);
  b.take();
  CHECK(b.relayed == positions{7, 8});
}

TEST_CASE("a stream asks for a base until it has one, whichever core holds it") {
  sequencer order;
  sequencer::time_point now{};
  CHECK(order.hold(stream, 0));
  CHECK(order.hold(stream, 1));
  order.base(stream, 5, 5, now);
  CHECK_FALSE(order.hold(stream, 2));
  order.release(stream, 0);
  order.release(stream, 1);
  CHECK_FALSE(order.hold(stream, 0));
  order.release(stream, 0);
  order.release(stream, 2);
  CHECK(order.hold(stream, 0));
}

TEST_CASE("two answers that come in the wrong order miss nothing between them") {
  bench b;
  // Read before either session asked.
  b.order.base(stream, 5, 5, b.now);
  SECTION("when the changes between are heard") {
    b.arrive(6);
    b.order.base(stream, 7, 7, b.now);
    b.order.base(stream, 5, 5, b.now);
    b.arrive(7);
    CHECK_FALSE(b.order.waiting());
  }
  SECTION("when they were lost") {
    b.order.base(stream, 7, 7, b.now);
    b.order.base(stream, 5, 5, b.now);
    auto wanted = b.order.due(b.now + 150ms);
    REQUIRE(wanted.size() == 1);
    CHECK(wanted[0].after == 5);
    b.order.fetched(stream, 7, 7, {{6, "a"}, {7, "b"}}, b.now);
    b.take();
  }
  CHECK(b.relayed == positions{6, 7});
}

TEST_CASE("a change ahead of its turn waits, and is fetched around after 100 ms") {
  bench b;
  b.order.base(stream, 0, 0, b.now);
  b.arrive(3);
  CHECK(b.relayed.empty());
  CHECK(b.order.waiting());
  CHECK(b.order.due(b.now + 50ms).empty());
  auto wanted = b.order.due(b.now + 150ms);
  REQUIRE(wanted.size() == 1);
  CHECK(wanted[0].after == 0);
  // Not asked twice while the answer is awaited.
  CHECK(b.order.due(b.now + 300ms).empty());
  b.order.fetched(stream, 4, 4, {{1, "a"}, {2, "b"}, {3, "c"}, {4, "d"}}, b.now);
  b.take();
  CHECK(b.relayed == positions{1, 2, 3, 4});
  CHECK_FALSE(b.order.waiting());
  b.arrive(3);
  b.arrive(5);
  CHECK(b.relayed == positions{1, 2, 3, 4, 5});
}

TEST_CASE("a gap that closes by itself is not fetched") {
  bench b;
  b.order.base(stream, 0, 0, b.now);
  b.arrive(2);
  b.arrive(1);
  CHECK(b.relayed == positions{1, 2});
  CHECK(b.order.due(b.now + 1s).empty());
}

TEST_CASE("a stream that moved unheard is fetched once its owner says where it stands") {
  bench b;
  b.order.base(stream, 2, 2, b.now);
  b.order.stands(stream, 5, 5, b.now);
  REQUIRE(b.order.due(b.now + 150ms).size() == 1);
  // The same object changed three times: only its latest state is left, and that is enough.
  b.order.fetched(stream, 5, 5, {{5, "latest"}}, b.now);
  b.take();
  CHECK(b.relayed == positions{5});
  b.arrive(4);
  CHECK(b.relayed == positions{5});
}

TEST_CASE("a failed fetch is tried again") {
  bench b;
  b.order.base(stream, 0, 0, b.now);
  b.arrive(2);
  REQUIRE(b.order.due(b.now + 150ms).size() == 1);
  b.order.failed(stream, b.now + 200ms);
  CHECK(b.order.due(b.now + 500ms).empty());
  CHECK(b.order.due(b.now + 1300ms).size() == 1);
}

TEST_CASE("changes that are lost for good are told, not passed over") {
  bench b;
  b.order.base(stream, 0, 0, b.now);
  b.order.stands(stream, 500, 500, b.now);
  REQUIRE(b.order.due(b.now + 150ms).size() == 1);
  b.order.lost(stream, 500, 500);
  auto out = b.order.take();
  CHECK(out.lost == std::vector<std::string>{stream});
  CHECK(out.cores == 1);
  b.arrive(501);
  CHECK(b.relayed == positions{501});
}

TEST_CASE("a stream nobody holds any more is forgotten") {
  bench b;
  b.order.base(stream, 0, 0, b.now);
  b.arrive(2);
  b.order.release(stream, 0);
  CHECK(b.order.due(b.now + 1s).empty());
  CHECK(b.order.held().empty());
  b.order.fetched(stream, 2, 2, {{1, "a"}, {2, "b"}}, b.now);
  b.take();
  CHECK(b.relayed.empty());
}

TEST_CASE("with losses, doubles and disorder of any kind every change comes once and in order") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    bench b;
    b.order.base(stream, 0, 0, b.now);
    std::vector<std::int64_t> sent;
    for (std::int64_t p = 1; p <= 60; ++p) {
      if (random() % 5 == 0) continue;  // lost
      sent.push_back(p);
      if (random() % 4 == 0) sent.push_back(p);
    }
    for (std::size_t i = 1; i < sent.size(); ++i)
      if (random() % 3 == 0) std::swap(sent[i], sent[i - 1]);
    for (auto p : sent) {
      b.arrive(p);
      b.now += 30ms;
      for (const auto& w : b.order.due(b.now)) {
        // The owner has everything up to some later position.
        std::vector<sequencer::change> changes;
        auto to = std::max<std::int64_t>(w.after, p);
        for (auto c = w.after + 1; c <= to; ++c) changes.push_back({c, "x"});
        b.order.fetched(stream, to, to, std::move(changes), b.now);
        b.take();
      }
    }
    b.order.stands(stream, 60, 60, b.now);
    b.now += 1s;
    for (const auto& w : b.order.due(b.now)) {
      std::vector<sequencer::change> changes;
      for (auto c = w.after + 1; c <= 60; ++c) changes.push_back({c, "x"});
      b.order.fetched(stream, 60, 60, std::move(changes), b.now);
    }
    b.take();
    positions expected;
    for (std::int64_t p = 1; p <= 60; ++p) expected.push_back(p);
    REQUIRE(b.relayed == expected);
  }
}
