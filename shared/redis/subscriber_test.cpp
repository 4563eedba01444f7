// A subscription through kills, restarts and silence.
#include "shared/redis/subscriber.hpp"

#include "shared/async/test_loop.hpp"
#include "shared/base/catch.hpp"
#include "shared/base/id.hpp"
#include "shared/redis/client.hpp"
#include "shared/redis/test_redis.hpp"

namespace verbund::redis {
namespace {
auto soon() {
  return steady_clock::now() + std::chrono::seconds(20);
}

/// A subscriber that writes down what happens to it.
struct listener {
  listener(asio::io_context& io, settings where, std::vector<std::string> channels)
      : subscription(io, where, channels,
                     {[this](std::string_view channel, std::string payload) {
                        heard.emplace_back(std::string(channel), std::move(payload));
                      },
                      [this] { ++subscribed; }, [this] { ++lost; }}) {}
  std::vector<std::pair<std::string, std::string>> heard;
  int subscribed = 0, lost = 0;
  subscriber subscription;
};

std::string random_channel() {
  return "test:" + to_string(new_uuid());
}

/// Publishes until it is heard: what is sent between two connections is lost by design.
task<bool> gets_through(asio::io_context& io, client& c, listener& l, std::string channel) {
  auto before = l.heard.size();
  for (int i = 0; i < 100 && l.heard.size() == before; ++i) {
    c.publish(channel, "again");
    co_await pause_for(io, std::chrono::milliseconds(50));
  }
  co_return l.heard.size() > before;
}
}  // namespace

TEST_CASE("messages of every channel arrive whole and in order, a megabyte too") {
  run_loop([](asio::io_context& io) -> task<> {
    auto a = random_channel(), b = random_channel();
    std::vector<std::string> both(1, a);
    both.push_back(b);
    client c(io, test_redis());
    listener l(io, test_redis(), both);
    bool up = co_await eventually(io, [&] { return c.connected() && l.subscription.connected(); });
    REQUIRE(up);
    CHECK(l.subscribed == 1);
    std::string large(1 << 20, 'x');
    c.publish(a, std::string_view("\0\r\n", 3));
    c.publish(b, large);
    c.publish(a, "");
    bool all = co_await eventually(io, [&] { return l.heard.size() == 3; });
    REQUIRE(all);
    CHECK(l.heard[0] == std::pair(a, std::string("\0\r\n", 3)));
    CHECK((l.heard[1].first == b && l.heard[1].second == large));
    CHECK(l.heard[2] == std::pair(a, std::string()));
  });
}

TEST_CASE("cut off by CLIENT KILL, it subscribes again and says so") {
  own_redis redis;
  run_loop([&](asio::io_context& io) -> task<> {
    auto channel = random_channel();
    client c(io, redis.where());
    listener l(io, redis.where(), std::vector<std::string>(1, channel));
    bool up = co_await eventually(io, [&] { return c.connected() && l.subscription.connected(); });
    REQUIRE(up);
    co_await c.run(soon(), "CLIENT", "KILL", "TYPE", "pubsub");
    bool back = co_await eventually(io, [&] { return l.subscribed == 2; });
    CHECK(back);
    CHECK(l.lost == 1);
    bool heard_again = co_await gets_through(io, c, l, channel);
    CHECK(heard_again);
  });
}

TEST_CASE("FLUSHALL does not concern a subscription; kill -9 and a restart only interrupt it") {
  own_redis redis;
  run_loop([&](asio::io_context& io) -> task<> {
    auto channel = random_channel();
    client c(io, redis.where());
    listener l(io, redis.where(), std::vector<std::string>(1, channel));
    bool up = co_await eventually(io, [&] { return c.connected() && l.subscription.connected(); });
    REQUIRE(up);
    co_await c.run(soon(), "FLUSHALL");
    bool after_flush = co_await gets_through(io, c, l, channel);
    CHECK(after_flush);
    CHECK(l.lost == 0);
    for (int round = 1; round <= 2; ++round) {
      redis.kill_9();
      bool gone = co_await eventually(io, [&] { return l.lost == round; });
      CHECK(gone);
      CHECK_FALSE(l.subscription.connected());
      redis.start();
      bool back = co_await eventually(io, [&] { return l.subscribed == round + 1; });
      CHECK(back);
      bool after_restart = co_await gets_through(io, c, l, channel);
      CHECK(after_restart);
    }
  });
}

TEST_CASE("silence is asked about, and a server that hangs is left") {
  own_redis redis;
  auto where = redis.where();
  where.patience = std::chrono::milliseconds(400);
  run_loop([&](asio::io_context& io) -> task<> {
    listener l(io, where, std::vector<std::string>(1, random_channel()));
    bool up = co_await eventually(io, [&] { return l.subscription.connected(); });
    REQUIRE(up);
    co_await pause_for(io, std::chrono::milliseconds(1500));  // far longer than the patience: pings keep it
    CHECK(l.lost == 0);
    redis.freeze();
    bool left = co_await eventually(io, [&] { return l.lost == 1; });
    CHECK(left);
    redis.thaw();
    bool back = co_await eventually(io, [&] { return l.subscribed == 2; });
    CHECK(back);
  });
}

TEST_CASE("a subscriber may be closed from its own handler") {
  own_redis redis;
  run_loop([&](asio::io_context& io) -> task<> {
    std::unique_ptr<subscriber> s;
    int calls = 0;
    subscriber_handlers handlers;
    handlers.on_subscribed = [&] {
      ++calls;
      s.reset();
    };
    handlers.on_lost = [&] { ++calls; };
    s = std::make_unique<subscriber>(io, redis.where(), std::vector<std::string>(1, "x"),
                                     std::move(handlers));
    bool gone = co_await eventually(io, [&] { return !s; });
    CHECK(gone);
    co_await pause_for(io, std::chrono::milliseconds(100));
    CHECK(calls == 1);
  });
}
}  // namespace verbund::redis
