// One connection: pipelines, failures in them, deadlines, hangups.
#include "shared/postgres/connection.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <thread>

#include "shared/async/test_loop.hpp"
#include "shared/base/catch.hpp"
#include "shared/postgres/rows.hpp"
#include "shared/postgres/statistics.hpp"
#include "shared/postgres/test_database.hpp"

namespace verbund::postgres {
namespace {
struct number_row {
  std::int64_t n = 0;
};
BOOST_DESCRIBE_STRUCT(number_row, (), (n))
struct text_row {
  std::string t;
};
BOOST_DESCRIBE_STRUCT(text_row, (), (t))

const query insert{"test.insert", "insert into t (n) values ($1)"};
const query divide{"test.divide", "select 1 / $1 as n"};
const query count{"test.count", "select count(*) as n from t"};
const query echo{"test.echo", "select $1 as t"};
const query sleep_long{"test.sleep", "select pg_sleep(30) is null as n"};
const query wrong{"test.wrong", "select no_such_column from t"};

auto in(int ms) {
  return steady_clock::now() + std::chrono::milliseconds(ms);
}
auto soon() {
  return in(20000);
}

std::vector<statement> list(statement a) {
  return std::vector<statement>(1, std::move(a));
}
template <class... S>
std::vector<statement> list(statement a, S... more) {
  std::vector<statement> all(1, std::move(a));
  (all.push_back(std::move(more)), ...);
  return all;
}

/// What a run threw.
task<error> failure(connection& c, std::vector<statement> statements, steady_clock::time_point deadline) {
  try {
    co_await c.run(std::move(statements), deadline);
  } catch (const error& e) {
    co_return e;
  }
  throw std::runtime_error("the run did not fail");
}

task<std::int64_t> rows_in_table(connection& c) {
  auto r = co_await c.run(list(statement(count)), soon());
  co_return rows<number_row>(r.front()).at(0).n;
}

template <class Test>
void with_connection(test_database& db, Test test) {
  run_loop([&](asio::io_context& io) -> task<> {
    connection c(io);
    co_await c.connect(db.conninfo(), soon());
    co_await test(io, c);
  });
}
}  // namespace

TEST_CASE("a run is one transaction: what stands before a failure is undone, what stands behind is not run") {
  test_database db;
  db.execute("create table t (n bigint constraint n_is_rare unique)");
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    auto e = co_await failure(
        c, list(statement(insert, values(1)), statement(divide, values(0)), statement(insert, values(2))),
        soon());
    CHECK(e.sqlstate == "22012");
    CHECK(e.query == "test.divide");
    CHECK_FALSE(e.connection_lost);
    CHECK_FALSE(e.outcome_unknown);
    CHECK_FALSE(c.broken());
    auto after_failure = co_await rows_in_table(c);
    CHECK(after_failure == 0);
    co_await c.run(list(statement(insert, values(1)), statement(insert, values(2))), soon());
    auto after_success = co_await rows_in_table(c);
    CHECK(after_success == 2);
    e = co_await failure(c, list(statement(insert, values(1))), soon());
    CHECK(e.constraint == "n_is_rare");
    CHECK(to_refusal(e).message.find("n_is_rare") == std::string::npos);
  });
  CHECK(executed_queries().contains("test.insert"));
}

TEST_CASE("what fails only when the transaction ends is told by its state, and the connection lives on") {
  test_database db;
  db.execute("create table other (n bigint primary key)");
  db.execute(
      "create table t (n bigint constraint n_is_there references other deferrable initially deferred)");
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    auto e = co_await failure(c, list(statement(insert, values(1))), soon());
    CHECK(e.sqlstate == "23503");
    CHECK(e.constraint == "n_is_there");
    CHECK_FALSE(e.connection_lost);
    CHECK_FALSE(e.outcome_unknown);
    CHECK_FALSE(c.broken());
    auto stored = co_await rows_in_table(c);
    CHECK(stored == 0);
  });
}

TEST_CASE("only the prepare that failed is forgotten") {
  test_database db;
  db.execute("create table t (n bigint)");
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    co_await c.run(list(statement(insert, values(1))), soon());
    // insert is known, wrong fails to prepare, count is aborted by it before the server has seen it
    auto e =
        co_await failure(c, list(statement(insert, values(2)), statement(wrong), statement(count)), soon());
    CHECK(e.sqlstate == "42703");
    CHECK(e.query == "test.wrong");
    auto before_repair = co_await rows_in_table(c);
    CHECK(before_repair == 1);
    co_await c.run(list(statement(insert, values(3))), soon());
    db.execute("alter table t add column no_such_column int");
    co_await c.run(list(statement(wrong)), soon());
    auto after_repair = co_await rows_in_table(c);
    CHECK(after_repair == 2);
  });
}

TEST_CASE("a transaction spans round trips until commit, and a failed one says so at commit") {
  test_database db;
  db.execute("create table t (n bigint)");
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    auto limit = statement::raw("limit", "set local lock_timeout = '250ms'");
    co_await c.run(list(begin(), limit, statement(insert, values(1))), soon());
    CHECK(c.in_transaction());
    CHECK(db.execute("select count(*) from t") == "0");
    co_await c.run(list(statement(insert, values(2)), commit()), soon());
    CHECK_FALSE(c.in_transaction());
    CHECK(db.execute("select count(*) from t") == "2");

    co_await c.begin(soon());
    co_await failure(c, list(statement(divide, values(0)), commit()), soon());
    CHECK(c.in_transaction());
    auto e = co_await failure(c, list(commit()), soon());
    CHECK(e.sqlstate == "25P02");
    CHECK_FALSE(c.in_transaction());
    co_await c.begin(soon());
    co_await c.run(list(statement(insert, values(3))), soon());
    co_await c.rollback(soon());
    auto committed = co_await rows_in_table(c);
    CHECK(committed == 2);
  });
}

TEST_CASE("a lock that is not free in time is told as busy, and the connection lives on") {
  test_database db;
  db.execute("create table t (n bigint)");
  db.execute("begin");
  db.execute("lock table t");
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    co_await c.run(list(begin(), statement::raw("limit", "set local lock_timeout = '50ms'")), soon());
    auto e = co_await failure(c, list(statement(insert, values(1)), commit()), soon());
    CHECK(e.sqlstate == "55P03");
    CHECK(to_refusal(e).why == kind::unavailable);
    CHECK(to_refusal(e).retry_after_ms.has_value());
    co_await c.rollback(soon());
    db.execute("commit");
    auto stored = co_await rows_in_table(c);
    CHECK(stored == 0);
  });
}

TEST_CASE("ten thousand statements with large parameters and large answers do not block each other") {
  test_database db;
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    std::vector<statement> many;
    for (int i = 0; i < 10000; ++i)
      many.emplace_back(echo, values(std::string(4000, static_cast<char>('a' + i % 26))));
    auto results = co_await c.run(std::move(many), soon());
    REQUIRE(results.size() == 10000);
    for (int i : {0, 1, 5000, 9999})
      CHECK(rows<text_row>(results[static_cast<std::size_t>(i)]).at(0).t ==
            std::string(4000, static_cast<char>('a' + i % 26)));
  });
}

TEST_CASE("a server that blocks on its answers does not block us while we still send") {
  test_database db;
  static const query swell{"test.swell", "select repeat('x', 1000000) as t where $1 <> ''"};
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    // One answer fills every buffer on the way, long before the server reads on.
    std::vector<statement> many;
    for (int i = 0; i < 50; ++i) many.emplace_back(swell, values(std::string(200000, 'a')));
    auto results = co_await c.run(std::move(many), in(10000));
    CHECK(results.size() == 50);
  });
}

TEST_CASE("at the deadline the connection is dropped, and the server ends the statement soon after") {
  test_database db;
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    co_await c.run(list(statement::raw("watch", "set client_connection_check_interval = '100ms'")), soon());
    auto start = steady_clock::now();
    auto e = co_await failure(c, list(statement(sleep_long)), in(100));
    CHECK(steady_clock::now() - start < std::chrono::seconds(2));
    CHECK(e.connection_lost);
    CHECK(e.outcome_unknown);
    CHECK(c.broken());
    CHECK(to_refusal(e).why == kind::unavailable);
    e = co_await failure(c, list(statement(count)), soon());
    CHECK(e.connection_lost);
    c.close();
    bool gone = false;
    for (int i = 0; i < 50 && !gone; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      gone = db.execute(
                 "select count(*) from pg_stat_activity where query like '%pg_sleep(30)%' and pid <> "
                 "pg_backend_pid()") == "0";
    }
    CHECK(gone);
  });
}

TEST_CASE(
    "a backend that is ended in the middle of a run breaks the connection and is known to have done "
    "nothing") {
  test_database db;
  db.execute("create table t (n bigint)");
  with_connection(db, [&](asio::io_context& io, connection& c) -> task<> {
    bool done = false;
    asio::co_spawn(
        io,
        [](asio::io_context& io, test_database& db, bool& done) -> task<> {
          co_await pause_for(io, std::chrono::milliseconds(100));
          db.terminate_others();
          done = true;
        }(io, db, done),
        [](std::exception_ptr) {});
    auto e = co_await failure(c, list(statement(insert, values(1)), statement(sleep_long)), soon());
    CHECK(done);
    CHECK(e.sqlstate == "57P01");
    CHECK(e.connection_lost);
    CHECK_FALSE(e.outcome_unknown);
    CHECK(c.broken());
    CHECK(db.execute("select count(*) from t") == "0");
  });
}

TEST_CASE("a commit without an answer leaves the outcome unknown; without a commit it is known") {
  test_database db;
  db.execute(
      "create table t (n bigint);"
      "create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(0.5); return null; "
      "end';"
      "create constraint trigger slow after insert on t deferrable initially deferred for each row execute "
      "function "
      "slow()");
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    co_await c.begin(soon());
    auto e = co_await failure(c, list(statement(insert, values(1)), commit()), in(100));
    CHECK(e.connection_lost);
    CHECK(e.outcome_unknown);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(700));
  CHECK(db.execute("select count(*) from t") == "1");  // it did happen, which is why nobody may guess
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    co_await c.begin(soon());
    auto e = co_await failure(c, list(statement(sleep_long)), in(100));
    CHECK(e.connection_lost);
    CHECK_FALSE(e.outcome_unknown);
  });
}

TEST_CASE("a hangup of an idle connection is noticed before it is used") {
  test_database db;
  with_connection(db, [&](asio::io_context& io, connection& c) -> task<> {
    CHECK(c.alive());
    db.terminate_others();
    bool noticed = co_await eventually(io, [&] { return !c.alive(); });
    CHECK(noticed);
    CHECK(c.broken());
  });
}

TEST_CASE("a run that is cancelled marks the connection broken") {
  test_database db;
  with_connection(db, [&](asio::io_context& io, connection& c) -> task<> {
    asio::cancellation_signal stop;
    bool ended = false;
    asio::co_spawn(io, c.run(list(statement(sleep_long)), soon()),
                   asio::bind_cancellation_slot(
                       stop.slot(), [&](std::exception_ptr, std::vector<result>) { ended = true; }));
    co_await pause_for(io, std::chrono::milliseconds(50));
    stop.emit(asio::cancellation_type::terminal);
    bool has_ended = co_await eventually(io, [&] { return ended; });
    CHECK(has_ended);
    CHECK(c.broken());
  });
}

TEST_CASE("a statement whose plan no longer fits asks for a new connection") {
  test_database db;
  db.execute("create table t (n bigint)");
  static const query all{"test.all", "select * from t"};
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    co_await c.run(list(statement(all)), soon());
    db.execute("alter table t add column m bigint");
    auto e = co_await failure(c, list(statement(all)), soon());
    CHECK(e.sqlstate == "0A000");
    CHECK(c.broken());
  });
}

TEST_CASE("no server is an error within the deadline, not a wait") {
  run_loop([](asio::io_context& io) -> task<> {
    connection nobody(io);
    bool nobody_there = false;
    try {
      co_await nobody.connect("host=/nonexistent dbname=x", soon());
    } catch (const error&) {
      nobody_there = true;
    }
    CHECK(nobody_there);
    connection refused(io);
    bool was_refused = false;
    try {
      co_await refused.connect("host=127.0.0.1 port=1 dbname=x", soon());
    } catch (const error&) {
      was_refused = true;
    }
    CHECK(was_refused);
  });
}

TEST_CASE("other types for the same query are a defect, not a puzzle of bytes") {
  test_database db;
  with_connection(db, [&](asio::io_context&, connection& c) -> task<> {
    co_await c.run(list(statement(echo, values("x"))), soon());
    bool defect = false;
    try {
      co_await c.run(list(statement(echo, values(1))), soon());
    } catch (const std::logic_error&) {
      defect = true;
    }
    CHECK(defect);
  });
}
}  // namespace verbund::postgres
