// From publisher to receiver through a real Redis.
#include "shared/async/test_loop.hpp"
#include "shared/base/catch.hpp"
#include "shared/base/id.hpp"
#include "shared/events/publisher.hpp"
#include "shared/events/receiver.hpp"
#include "shared/redis/test_redis.hpp"

namespace verbund::events {
namespace {
struct batch {
  std::vector<entry_view> entries;
  std::shared_ptr<const std::string> payload;
};
auto soon() {
  return steady_clock::now() + std::chrono::seconds(20);
}
}  // namespace

TEST_CASE("the events of a commit arrive as one batch a channel, in order") {
  redis::own_redis server;
  run_loop([&](asio::io_context& io) -> task<> {
    redis::client c(io, server.where());
    publisher p(c);
    std::vector<batch> batches;
    int gaps = 0;
    receiver r(
        io, server.where(),
        [&](std::vector<entry_view> entries, std::shared_ptr<const std::string> payload) {
          batches.push_back({std::move(entries), std::move(payload)});
        },
        [&] { ++gaps; });
    bool up = co_await eventually(io, [&] { return c.connected() && r.connected(); });
    REQUIRE(up);
    CHECK(gaps == 1);
    std::string stream = "channel:" + to_string(new_uuid());
    std::vector<entry> commit;
    for (int i = 1; i <= 16; ++i) {
      commit.push_back({stream, i, i, "message", "{\"n\":" + std::to_string(i) + "}"});
      commit.push_back({"channel:" + std::to_string(i), 1, 1, "message", "{}"});
    }
    p.publish(commit);
    std::size_t streams = 0;
    bool all = co_await eventually(io, [&] {
      streams = 0;
      for (auto& b : batches) streams += b.entries.size();
      return streams == 32;
    });
    CHECK(all);
    int holders = 0;
    for (auto& b : batches) {
      unsigned channel = channel_of(b.entries.at(0).stream);
      std::int64_t last = 0;
      for (auto& e : b.entries) {
        CHECK(channel_of(e.stream) == channel);
        if (e.stream == stream) CHECK(e.position == ++last);
      }
      holders += last == 16;
    }
    CHECK(holders == 1);
  });
}

TEST_CASE("a malformed payload and a cut subscription are gaps, not ends") {
  redis::own_redis server;
  run_loop([&](asio::io_context& io) -> task<> {
    redis::client c(io, server.where());
    publisher p(c);
    int gaps = 0, received = 0;
    receiver r(
        io, server.where(),
        [&](std::vector<entry_view> entries, std::shared_ptr<const std::string>) {
          received += static_cast<int>(entries.size());
        },
        [&] { ++gaps; });
    bool up = co_await eventually(io, [&] { return c.connected() && r.connected(); });
    REQUIRE(up);
    c.publish(channel_name(3), "nonsense");
    bool noticed = co_await eventually(io, [&] { return gaps == 2; });
    CHECK(noticed);
    co_await c.run(soon(), "CLIENT", "KILL", "TYPE", "pubsub");
    bool again = co_await eventually(io, [&] { return gaps == 3; });
    CHECK(again);
    std::vector<entry> commit;
    commit.push_back({"channel:x", 1, 1, "message", "{}"});
    p.publish(commit);
    bool came = co_await eventually(io, [&] { return received == 1; });
    CHECK(came);
  });
}
}  // namespace verbund::events
