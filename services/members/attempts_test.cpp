// How addresses become nets, and what the counting promises.
#include "services/members/attempts.hpp"

#include "services/members/test_members.hpp"

namespace verbund::members {

TEST_CASE("an address is counted with its /24 or /64") {
  CHECK(net_of("192.0.2.7") == "192.0.2.0");
  CHECK(net_of("::ffff:192.0.2.9") == "192.0.2.0");
  CHECK(net_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
  CHECK(net_of("2001:db8:1:2::1") == net_of("2001:db8:1:2:ffff::"));
  CHECK(net_of("2001:db8:1:3::1") != net_of("2001:db8:1:2::1"));
  CHECK(net_of("unix") == "unix");
}

namespace {
task<> try_once(context& ctx, std::string email, std::string address, int& counted, int& refused,
                std::int64_t& wait) {
  try {
    co_await count_attempt(ctx, test_members::anonymous(address), email);
    ++counted;
  } catch (const refusal& r) {
    CHECK(r.why == kind::too_many);
    wait = r.retry_after_ms.value_or(-1);
    ++refused;
  }
}
}  // namespace

TEST_CASE("attempts side by side on one account stay within its limit") {
  test_members data;
  int counted = 0, refused = 0;
  std::int64_t wait = 0;
  with_service(data, [&](context& ctx) -> task<> {
    auto io = co_await asio::this_coro::executor;
    for (int i = 0; i < 20; ++i)
      asio::co_spawn(io,
                     try_once(ctx, i % 2 ? "a@example.org" : "A@Example.org",
                              "198.51." + std::to_string(i) + ".1", counted, refused, wait),
                     asio::detached);
    while (counted + refused < 20) {
      asio::steady_timer timer(io, std::chrono::milliseconds(5));
      co_await timer.async_wait(asio::use_awaitable);
    }
  });
  CHECK(counted == 10);
  CHECK(refused == 10);
  CHECK(wait > 14 * 60 * 1000);
  CHECK(wait <= 15 * 60 * 1000);
}

TEST_CASE("all spellings that PostgreSQL takes for one account share its limit, whether it exists or not") {
  test_members data;
  // U+212A, the Kelvin sign, is a k in lower case.
  const std::string plain = "erika@example.org", kelvin =
                                                     "eri\xe2\x84\xaa"
                                                     "a@example.org";
  if (data.execute("select lower('" + kelvin + "') = '" + plain + "'") != "t") {
    WARN("this database lowers ASCII only: both spellings are two accounts");
    return;
  }
  for (bool exists : {false, true}) {
    if (exists) data.add_colleague(plain);
    data.execute("delete from members.sign_in_attempts");
    int counted = 0, refused = 0;
    std::int64_t wait = 0;
    with_service(data, [&](context& ctx) -> task<> {
      for (int i = 0; i < 12; ++i)
        co_await try_once(ctx, i % 2 ? plain : kelvin, "198.51." + std::to_string(i) + ".1", counted, refused,
                          wait);
    });
    CHECK(counted == 10);
    CHECK(refused == 2);
  }
}

TEST_CASE("one address and one net have limits of their own") {
  test_members data;
  int counted = 0, refused = 0;
  std::int64_t wait = 0;
  with_service(data, [&](context& ctx) -> task<> {
    for (int i = 0; i < 11; ++i)
      co_await try_once(ctx, "a" + std::to_string(i) + "@example.org", "192.0.2.1", counted, refused, wait);
    CHECK(counted == 10);
    CHECK(refused == 1);
    // The net has had 11 of 60; each further address may try ten times.
    for (int i = 0; i < 60; ++i)
      co_await try_once(ctx, "b" + std::to_string(i) + "@example.org", "192.0.2." + std::to_string(2 + i / 9),
                        counted, refused, wait);
    CHECK(counted == 10 + 49);
  });
}

TEST_CASE("after 15 minutes an account may try again, and old rows go") {
  test_members data;
  int counted = 0, refused = 0;
  std::int64_t wait = 0;
  with_service(data, [&](context& ctx) -> task<> {
    for (int i = 0; i < 11; ++i)
      co_await try_once(ctx, "a@example.org", "192.0.2." + std::to_string(i), counted, refused, wait);
    CHECK(refused == 1);
    data.execute("update members.sign_in_attempts set started_at = started_at - interval '15 minutes'");
    co_await try_once(ctx, "a@example.org", "192.0.2.200", counted, refused, wait);
    CHECK(counted == 11);
    CHECK(data.execute("select count(*) from members.sign_in_attempts") == "3");
  });
}
}  // namespace verbund::members
