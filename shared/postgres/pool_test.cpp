// The pool: fairness, bounds, replacement of what breaks.
#include "shared/postgres/pool.hpp"

#include <boost/asio/detached.hpp>

#include "shared/async/test_loop.hpp"
#include "shared/base/catch.hpp"
#include "shared/postgres/test_database.hpp"

namespace verbund::postgres {
namespace {
struct number_row {
  std::int64_t n = 0;
};
BOOST_DESCRIBE_STRUCT(number_row, (), (n))

const query number{"test.number", "select $1 as n"};
const query nothing{"test.nothing", "select 1::bigint as n where false"};
const query backend{"test.backend", "select pg_backend_pid() as n"};
const query nap{"test.nap", "select pg_sleep(0.2) is null as n"};

auto in(int ms) {
  return steady_clock::now() + std::chrono::milliseconds(ms);
}
auto soon() {
  return in(20000);
}

pool_settings settings_for(const test_database& db, std::size_t size) {
  pool_settings s;
  s.conninfo = db.conninfo();
  s.size = size;
  s.name = "test";
  return s;
}

task<kind> refusal_of(pool& p, steady_clock::time_point deadline) {
  try {
    co_await p.query(number, values(1), deadline);
  } catch (const refusal& r) {
    CHECK(r.retry_after_ms.has_value());
    co_return r.why;
  }
  throw std::runtime_error("not refused");
}
}  // namespace

TEST_CASE("a query runs on a connection of the pool and answers rows, one row or none") {
  test_database db;
  run_loop([&](asio::io_context& io) -> task<> {
    pool p(io, settings_for(db, 2));
    auto list = co_await p.rows<number_row>(number, values(7), soon());
    CHECK(list.at(0).n == 7);
    auto none = co_await p.maybe<number_row>(nothing, values(), soon());
    CHECK_FALSE(none.has_value());
    CHECK(p.ready());
    bool all_idle = co_await eventually(io, [&] { return p.open() == 2 && p.idle() == 2; });
    CHECK(all_idle);
  });
}

TEST_CASE("the server knows limits for each connection, also when its client has gone") {
  test_database db;
  static const query limits{
      "test.limits",
      "select setting::bigint as n from pg_settings where name in ('statement_timeout', "
      "'idle_in_transaction_session_timeout', 'client_connection_check_interval') order by 1"};
  run_loop([&](asio::io_context& io) -> task<> {
    auto settings = settings_for(db, 1);
    settings.statement_timeout = std::chrono::milliseconds(2345);
    pool p(io, settings);
    auto list = co_await p.rows<number_row>(limits, values(), soon());
    REQUIRE(list.size() == 3);
    CHECK(list[0].n == 1000);
    CHECK(list[1].n == 2345);
    CHECK(list[2].n == 2345);
  });
}

TEST_CASE("who waits is served in order, and beyond the bound refused at once") {
  test_database db;
  run_loop([&](asio::io_context& io) -> task<> {
    auto settings = settings_for(db, 1);
    settings.waiting = 3;
    pool p(io, settings);
    std::vector<int> order;
    {
      auto held = co_await p.acquire(soon());
      for (int i = 0; i < 3; ++i)
        asio::co_spawn(
            io,
            [](pool& p, std::vector<int>& order, int i) -> task<> {
              auto l = co_await p.acquire(soon());
              order.push_back(i);
            }(p, order, i),
            asio::detached);
      bool queued = co_await eventually(io, [&] { return p.waiting() == 3; });
      CHECK(queued);
      auto surplus = co_await refusal_of(p, soon());
      CHECK(surplus == kind::overloaded);
    }
    bool served = co_await eventually(io, [&] { return order.size() == 3; });
    CHECK(served);
    CHECK(order == std::vector<int>{0, 1, 2});
  });
}

TEST_CASE("waiting ends at the deadline, and the place in the queue is given up") {
  test_database db;
  run_loop([&](asio::io_context& io) -> task<> {
    pool p(io, settings_for(db, 1));
    auto held = co_await p.acquire(soon());
    auto too_late = co_await refusal_of(p, in(50));
    CHECK(too_late == kind::overloaded);
    CHECK(p.waiting() == 0);
  });
}

TEST_CASE("connections that the server ends are replaced, those at rest unnoticed by anybody") {
  test_database db;
  run_loop([&](asio::io_context& io) -> task<> {
    pool p(io, settings_for(db, 3));
    bool up = co_await eventually(io, [&] { return p.idle() == 3; });
    CHECK(up);
    CHECK(db.terminate_others() == 3);
    for (int i = 0; i < 10; ++i) {
      auto list = co_await p.rows<number_row>(backend, values(), soon());
      CHECK(list.size() == 1);
    }
    bool all = co_await eventually(io, [&] { return p.open() == 3; });
    CHECK(all);
  });
}

TEST_CASE("a deadline costs its connection, and the pool has a new one") {
  test_database db;
  run_loop([&](asio::io_context& io) -> task<> {
    pool p(io, settings_for(db, 1));
    auto before = co_await p.rows<number_row>(backend, values(), soon());
    bool lost = false;
    try {
      co_await p.query(nap, values(), in(50));
    } catch (const error& e) {
      lost = e.connection_lost;
    }
    CHECK(lost);
    auto after = co_await p.rows<number_row>(backend, values(), soon());
    CHECK(before.at(0).n != after.at(0).n);
  });
}

TEST_CASE("a lease that ends within a transaction is rolled back before the next gets it") {
  test_database db;
  db.execute("create table t (n bigint)");
  static const query insert{"test.pool_insert", "insert into t values ($1)"};
  static const query count{"test.pool_count", "select count(*) as n from t"};
  run_loop([&](asio::io_context& io) -> task<> {
    pool p(io, settings_for(db, 1));
    {
      auto l = co_await p.acquire(soon());
      co_await l->begin(soon());
      std::vector<statement> one;
      one.emplace_back(insert, values(1));
      co_await l->run(std::move(one), soon());
    }
    auto list = co_await p.rows<number_row>(count, values(), soon());
    CHECK(list.at(0).n == 0);
  });
}

TEST_CASE(
    "a statement whose row is locked longer than the server lets it wait is run again until it passes") {
  test_database db;
  db.execute("create table t (n bigint)");
  db.execute("insert into t values (1)");
  static const query raise{"test.pool_raise", "update t set n = n + 1 returning n"};
  run_loop([&](asio::io_context& io) -> task<> {
    auto s = settings_for(db, 2);
    s.conninfo += " options='-c lock_timeout=100ms'";
    pool p(io, s);
    std::optional<std::int64_t> raised;
    {
      auto holder = co_await p.acquire(soon());
      co_await holder->begin(soon());
      std::vector<statement> one;
      one.emplace_back(raise, values());
      co_await holder->run(std::move(one), soon());
      asio::co_spawn(
          io,
          [](pool& p, std::optional<std::int64_t>& n) -> task<> {
            n = (co_await p.rows<number_row>(raise, values(), soon())).at(0).n;
          }(p, raised),
          asio::detached);
      asio::steady_timer pause(io, std::chrono::milliseconds(200));
      co_await pause.async_wait(asio::use_awaitable);
      CHECK_FALSE(raised.has_value());
    }
    bool passed = co_await eventually(io, [&] { return raised.has_value(); });
    CHECK(passed);
    CHECK(raised == 2);
  });
}

TEST_CASE("without a server everybody is told at once, and the pool goes on trying") {
  run_loop([&](asio::io_context& io) -> task<> {
    pool_settings s;
    s.conninfo = "host=/nonexistent dbname=x";
    s.size = 2;
    pool p(io, s);
    auto start = steady_clock::now();
    auto first_told = co_await refusal_of(p, soon());
    CHECK(first_told == kind::unavailable);
    auto second_told = co_await refusal_of(p, soon());
    CHECK(second_told == kind::unavailable);
    CHECK(steady_clock::now() - start < std::chrono::seconds(1));
    CHECK_FALSE(p.ready());
  });
}

TEST_CASE("closing refuses who waits, and the loop comes to its end") {
  test_database db;
  run_loop([&](asio::io_context& io) -> task<> {
    pool p(io, settings_for(db, 1));
    auto held = co_await p.acquire(soon());
    std::optional<kind> why;
    asio::co_spawn(
        io, [](pool& p, std::optional<kind>& why) -> task<> { why = co_await refusal_of(p, soon()); }(p, why),
        asio::detached);
    bool queued = co_await eventually(io, [&] { return p.waiting() == 1; });
    CHECK(queued);
    p.close();
    bool told = co_await eventually(io, [&] { return why.has_value(); });
    CHECK(told);
    CHECK(why == kind::unavailable);
  });
}
}  // namespace verbund::postgres
