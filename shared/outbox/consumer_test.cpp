// A consumer over a real outbox: order, exactly once, one at a time, and what fails.
#include "shared/outbox/consumer.hpp"

#include "shared/async/test_loop.hpp"
#include "shared/base/catch.hpp"
#include "shared/base/metrics.hpp"
#include "shared/postgres/test_database.hpp"

namespace verbund::outbox {
namespace {
using postgres::query;
const query one_reader{"test.one_reader", "select pg_try_advisory_xact_lock(7) as mine"};
const query take{"test.take",
                 "select o.xid::text as xid, o.id, o.kind, o.object_id, "
                 "o.xid < pg_snapshot_xmin(pg_current_snapshot()) as ripe "
                 "from cursors c join lateral (select * from outbox b where (b.xid, b.id) > (c.xid, c.id) "
                 "order by b.xid, b.id limit $1) o on true order by o.xid, o.id"};
const query move{"test.move", "update cursors set xid = $1::text::xid8, id = $2"};
const query note{"test.note", "insert into done (object_id) select unnest($1::uuid[])"};

/// Notes every entry, in the transaction it is given; two notes of one entry are an error of the database.
struct noting final : effect {
  task<> apply(postgres::connection& db, std::vector<entry> entries,
               steady_clock::time_point deadline) override {
    std::vector<uuid> ids;
    for (const auto& e : entries) {
      if (e.object_id == bad) throw std::runtime_error("cannot be applied");
      ids.push_back(e.object_id);
    }
    std::vector<postgres::statement> one;
    one.emplace_back(note, postgres::values(ids));
    co_await db.run(std::move(one), deadline);
    largest = std::max(largest, ids.size());
  }
  task<> committed(steady_clock::time_point) override {
    ++commits;
    co_return;
  }
  uuid bad;
  std::size_t largest = 0;
  int commits = 0;
};

struct world {
  world() {
    db.execute(
        "create table outbox (xid xid8 default pg_current_xact_id(), id bigint generated always as identity, "
        "kind text default 'x', object_id uuid, primary key (xid, id))");
    db.execute("create table cursors (xid xid8 default '0', id bigint default 0)");
    db.execute("insert into cursors default values");
    db.execute("create table done (n bigint generated always as identity, object_id uuid primary key)");
  }
  postgres::pool_settings pool(std::size_t size = 2) {
    postgres::pool_settings s;
    s.conninfo = db.conninfo();
    s.size = size;
    return s;
  }
  consumer_settings settings(effect& then, std::size_t largest = 100) {
    return {"test", &one_reader, {{"nobody", &take, &move, &then}}, largest};
  }
  redis::settings no_redis{"unix:/nonexistent/redis.sock"};
  /// Ids in their order, as JSON.
  std::string order_of(const std::string& table, const std::string& by) {
    return db.execute("select coalesce(json_agg(object_id order by " + by + "), '[]') from " + table);
  }
  std::string done() { return order_of("done", "n"); }
  std::string written() { return order_of("outbox", "xid, id"); }
  postgres::test_database db;
};

std::uint64_t failures() {
  return metrics::get_counter("verbund_outbox_failures_total", "", R"(consumer="test",source="nobody")")
      .value();
}

std::string add(const uuid& id) {
  return "insert into outbox (object_id) values ('" + to_string(id) + "')";
}
}  // namespace

TEST_CASE("what commits late with a smaller xid is read before what committed earlier beside it") {
  world w;
  noting then;
  run_loop([&](asio::io_context& io) -> task<> {
    postgres::pool pool(io, w.pool());
    consumer c(io, pool, w.no_redis, w.settings(then));
    postgres::test_connection slow(w.db.conninfo());
    auto first = new_uuid(), second = new_uuid();
    slow.execute("begin");
    slow.execute(add(first));
    w.db.execute(add(second));
    co_await pause_for(io, std::chrono::milliseconds(200));
    CHECK(w.done() == "[]");
    slow.execute("commit");
    bool done = co_await eventually(io, [&] { return w.done() == w.written(); });
    CHECK(done);
    CHECK(w.done() == "[\"" + to_string(first) + "\", \"" + to_string(second) + "\"]");
  });
}

TEST_CASE("replicas share the work: every entry once, in order, in bounded transactions") {
  world w;
  noting one, two;
  auto failed = failures();
  run_loop([&](asio::io_context& io) -> task<> {
    postgres::pool pool(io, w.pool(4));
    w.db.execute("insert into outbox (object_id) select gen_random_uuid() from generate_series(1, 150)");
    consumer c(io, pool, w.no_redis, w.settings(one, 20)), d(io, pool, w.no_redis, w.settings(two, 20));
    for (int i = 0; i < 30; ++i) {
      w.db.execute("insert into outbox (object_id) select gen_random_uuid() from generate_series(1, 5)");
      co_await pause_for(io, std::chrono::milliseconds(2));
    }
    bool done = co_await eventually(io, [&] { return w.done() == w.written(); });
    CHECK(done);
    CHECK(std::max(one.largest, two.largest) == 20);
    CHECK(one.commits + two.commits >= 15);
    // Both at once would have got in each other's way.
    CHECK(failures() == failed);
  });
}

TEST_CASE("an entry that cannot be applied keeps what is behind it, loses nothing and is tried again") {
  world w;
  noting then;
  then.bad = new_uuid();
  run_loop([&](asio::io_context& io) -> task<> {
    w.db.execute("insert into outbox (object_id) select gen_random_uuid() from generate_series(1, 3)");
    w.db.execute(add(then.bad));
    w.db.execute("insert into outbox (object_id) select gen_random_uuid() from generate_series(1, 3)");
    postgres::pool pool(io, w.pool());
    consumer c(io, pool, w.no_redis, w.settings(then));
    bool before = co_await eventually(io, [&] { return w.db.execute("select count(*) from done") == "3"; });
    CHECK(before);
    then.bad = {};
    bool done = co_await eventually(io, [&] { return w.done() == w.written(); });
    CHECK(done);
  });
}

TEST_CASE("a cursor moves only with its effect") {
  world w;
  noting then;
  run_loop([&](asio::io_context& io) -> task<> {
    postgres::pool pool(io, w.pool());
    consumer c(io, pool, w.no_redis, w.settings(then, 5));
    int kills = 0;
    for (auto end = steady_clock::now() + std::chrono::seconds(30); kills < 3 && steady_clock::now() < end;) {
      if (w.done() == w.written())
        w.db.execute("insert into outbox (object_id) select gen_random_uuid() from generate_series(1, 60)");
      co_await pause_for(io, std::chrono::milliseconds(3));
      // What a kill -9 of the process is to the database: the connection goes in the middle of a round.
      kills += std::stoi(w.db.execute(
          "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() "
          "and pid <> pg_backend_pid() and state <> 'idle' and query <> 'begin'"));
    }
    CHECK(kills >= 3);
    bool done = false;
    for (int tries = 0; !done && tries < 4; ++tries)
      done = co_await eventually(io, [&] { return w.done() == w.written(); });
    CHECK(done);
    CHECK(w.db.execute("select (c.xid, c.id) = (select o.xid, o.id from outbox o order by xid desc, id desc "
                       "limit 1) from cursors c") == "t");
  });
}
}  // namespace verbund::outbox
