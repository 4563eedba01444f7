// Commands to a Redis that is killed, frozen and emptied meanwhile.
#include "shared/redis/client.hpp"

#include <boost/asio/detached.hpp>

#include "shared/async/test_loop.hpp"
#include "shared/base/catch.hpp"
#include "shared/base/id.hpp"
#include "shared/base/metrics.hpp"
#include "shared/redis/test_redis.hpp"

namespace verbund::redis {
namespace {
auto in(int ms) {
  return steady_clock::now() + std::chrono::milliseconds(ms);
}
auto soon() {
  return in(20000);
}
std::uint64_t failed_publishes() {
  return metrics::get_counter("verbund_redis_publish_failed_total", "").value();
}

task<kind> refusal_of(client& c, std::string command, steady_clock::time_point deadline) {
  try {
    co_await c.run(deadline, command);
  } catch (const refusal& r) {
    co_return r.why;
  }
  throw std::runtime_error("not refused");
}
template <class Test>
void with_client(settings where, Test test) {
  run_loop([&](asio::io_context& io) -> task<> {
    client c(io, where);
    bool up = co_await eventually(io, [&] { return c.connected(); });
    REQUIRE(up);
    co_await test(io, c);
  });
}
}  // namespace

TEST_CASE("commands carry any bytes and answer every shape of reply") {
  with_client(test_redis(), [](asio::io_context&, client& c) -> task<> {
    std::string key = "test:" + to_string(new_uuid()), bytes("\0\r\n$5\xff ü", 9);
    auto set = co_await c.run(soon(), "SET", key, bytes, "EX", 60);
    CHECK(set.kind == shape::status);
    CHECK(set.text == "OK");
    auto got = co_await c.run(soon(), "GET", key);
    CHECK(got.kind == shape::text);
    CHECK(got.text == bytes);
    auto length = co_await c.run(soon(), "STRLEN", key);
    CHECK(length.kind == shape::integer);
    CHECK(length.integer == 9);
    auto none = co_await c.run(soon(), "GET", key + "?");
    CHECK(none.is_nil());
    auto many = co_await c.run(soon(), "MGET", key, key + "?", key);
    REQUIRE(many.items.size() == 3);
    CHECK(many.items[1].is_nil());
    CHECK(many.items[2].text == bytes);
    bool wrong_type = false;
    try {
      co_await c.run(soon(), "LPUSH", key, "x");
    } catch (const error&) {
      wrong_type = true;
    }
    CHECK(wrong_type);
  });
}

TEST_CASE("a value of a megabyte passes, both ways") {
  with_client(test_redis(), [](asio::io_context&, client& c) -> task<> {
    std::string key = "test:" + to_string(new_uuid()), large(1 << 20, 'x');
    co_await c.run(soon(), "SET", key, large, "EX", 60);
    auto got = co_await c.run(soon(), "GET", key);
    CHECK(got.text == large);
  });
}

TEST_CASE("many commands at once each get their own answer") {
  with_client(test_redis(), [](asio::io_context& io, client& c) -> task<> {
    int right = 0;
    for (int i = 0; i < 1000; ++i)
      asio::co_spawn(
          io,
          [](client& c, int i, int& right) -> task<> {
            auto r = co_await c.run(soon(), "ECHO", i);
            right += r.text == std::to_string(i);
          }(c, i, right),
          asio::detached);
    bool all = co_await eventually(io, [&] { return right == 1000; });
    CHECK(all);
    CHECK(c.outstanding() == 0);
  });
}

TEST_CASE("an answer after its deadline is swallowed and mixes with no other") {
  own_redis redis;
  with_client(redis.where(), [&](asio::io_context& io, client& c) -> task<> {
    redis.freeze();
    auto too_late = co_await refusal_of(c, "TIME", in(50));
    CHECK(too_late == kind::unavailable);
    redis.thaw();
    auto echo = co_await c.run(soon(), "ECHO", "mine");
    CHECK(echo.text == "mine");
    co_await pause_for(io, std::chrono::milliseconds(1));
  });
}

TEST_CASE(
    "kill -9: what is outstanding fails, publishing is counted and never waits, and all is well after a "
    "restart") {
  own_redis redis;
  with_client(redis.where(), [&](asio::io_context& io, client& c) -> task<> {
    auto before = failed_publishes();
    redis.freeze();
    std::optional<kind> why;
    asio::co_spawn(
        io,
        [](client& c, std::optional<kind>& why) -> task<> { why = co_await refusal_of(c, "PING", soon()); }(
                                                    c, why),
        asio::detached);
    c.publish("test", "lost on the way");
    co_await pause_for(io, std::chrono::milliseconds(50));
    redis.kill_9();
    bool told = co_await eventually(io, [&] { return why.has_value() && !c.connected(); });
    CHECK(told);
    CHECK(why == kind::unavailable);
    CHECK(failed_publishes() == before + 1);
    auto start = steady_clock::now();
    for (int i = 0; i < 100; ++i) c.publish("test", "dropped");
    CHECK(steady_clock::now() - start < std::chrono::milliseconds(100));
    CHECK(failed_publishes() == before + 101);
    auto while_away = co_await refusal_of(c, "PING", soon());
    CHECK(while_away == kind::unavailable);
    redis.start();
    bool back = co_await eventually(io, [&] { return c.connected(); });
    CHECK(back);
    auto pong = co_await c.run(soon(), "PING");
    CHECK(pong.text == "PONG");
  });
}

TEST_CASE("beyond 1,024 outstanding commands publishes are dropped and commands refused") {
  own_redis redis;
  with_client(redis.where(), [&](asio::io_context& io, client& c) -> task<> {
    redis.freeze();
    auto before = failed_publishes();
    for (int i = 0; i < 1100; ++i) c.publish("test", "x");
    CHECK(c.outstanding() == 1024);
    CHECK(failed_publishes() == before + 76);
    auto surplus = co_await refusal_of(c, "PING", soon());
    CHECK(surplus == kind::overloaded);
    redis.thaw();
    bool empty = co_await eventually(io, [&] { return c.outstanding() == 0; });
    CHECK(empty);
    CHECK(failed_publishes() == before + 76);
  });
}

TEST_CASE("a server that hangs without hanging up is left after a while") {
  own_redis redis;
  auto where = redis.where();
  where.patience = std::chrono::milliseconds(300);
  with_client(where, [&](asio::io_context& io, client& c) -> task<> {
    redis.freeze();
    c.publish("test", "x");
    bool left = co_await eventually(io, [&] { return !c.connected(); });
    CHECK(left);
    redis.thaw();
    bool back = co_await eventually(io, [&] { return c.connected(); });
    CHECK(back);
  });
}

TEST_CASE("a password is used, a wrong one keeps the client away") {
  own_redis redis;
  with_client(redis.where(), [&](asio::io_context& io, client& c) -> task<> {
    co_await c.run(soon(), "ACL", "SETUSER", "gateway", "on", ">secret", "~*", "&*", "+@all");
    auto where = redis.where();
    where.user = "gateway";
    where.password = "secret";
    client right(io, where);
    where.password = "guess";
    client wrong(io, where);
    bool up = co_await eventually(io, [&] { return right.connected(); });
    CHECK(up);
    auto who = co_await right.run(soon(), "ACL", "WHOAMI");
    CHECK(who.text == "gateway");
    CHECK_FALSE(wrong.connected());
  });
}

TEST_CASE("an address may be a host and port; nobody there is no accident") {
  run_loop([](asio::io_context& io) -> task<> {
    client nobody(io, settings{"localhost:1"});
    client nonsense(io, settings{"nonsense"});
    co_await pause_for(io, std::chrono::milliseconds(200));
    CHECK_FALSE(nobody.connected());
    auto nowhere = co_await refusal_of(nonsense, "PING", soon());
    CHECK(nowhere == kind::unavailable);
  });
}
}  // namespace verbund::redis
