// The migration runner on a real database.
#include "shared/postgres/migrate.hpp"

#include <thread>
#include <vector>

#include "shared/base/catch.hpp"
#include "shared/postgres/test_database.hpp"

namespace verbund::postgres {
namespace {
const migration first{"chat", "0001_first", "create schema chat; create table chat.a (n int);"};
const migration second{"chat", "0002_second", "alter table chat.a add column m int default 7;"};
const migration other{"members", "0001_first", "create schema members;"};

void apply(const test_database& db, std::vector<migration> chat, std::vector<migration> members = {}) {
  std::vector<std::span<const migration>> all{members, chat};
  migrate(db.conninfo(), all);
}
std::string refusal_of(const test_database& db, std::vector<migration> chat) {
  try {
    apply(db, std::move(chat));
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "";
}
}  // namespace

TEST_CASE("migrations are applied once, in order, and written down with their hash") {
  test_database db;
  std::vector<std::string> said;
  std::vector<migration> chat{first, second}, members{other};
  std::vector<std::span<const migration>> all{members, chat};
  migrate(db.conninfo(), all, [&](std::string_view line) { said.emplace_back(line); });
  CHECK(said == std::vector<std::string>{"applied members/0001_first", "applied chat/0001_first",
                                         "applied chat/0002_second"});
  said.clear();
  migrate(db.conninfo(), all, [&](std::string_view line) { said.emplace_back(line); });
  CHECK(said.empty());
  CHECK(db.execute("select count(*) from public.verbund_migrations where length(sha256) = 64") == "3");
  CHECK(db.execute("select sha256 = encode(sha256('create schema members;'::bytea), 'hex') from "
                   "public.verbund_migrations where service = 'members'") == "t");
}

TEST_CASE("an applied migration that was changed is refused by name, and nothing is applied") {
  test_database db;
  apply(db, {first});
  auto changed = first;
  changed.text = "create schema chat; create table chat.a (n bigint);";
  auto text = refusal_of(db, {changed, second});
  CHECK(text.find("chat/0001_first was changed") != std::string::npos);
  CHECK(db.execute("select count(*) from public.verbund_migrations") == "1");
}

TEST_CASE("a migration slipped in before an applied one is refused") {
  test_database db;
  apply(db, {first});
  const migration early{"chat", "0000_early", "select 1;"};
  CHECK(refusal_of(db, {early, first}).find("must come last") != std::string::npos);
}

TEST_CASE("a database of a newer version is refused") {
  test_database db;
  apply(db, {first, second});
  CHECK(refusal_of(db, {first}).find("newer version") != std::string::npos);
}

TEST_CASE("a list out of order is refused before anything is done") {
  test_database db;
  CHECK(refusal_of(db, {second, first}).find("order of their names") != std::string::npos);
}

TEST_CASE("a migration that fails is undone as a whole, those before it stay") {
  test_database db;
  const migration bad{"chat", "0002_bad", "create table chat.b (n int); select 1 / 0;"};
  CHECK(refusal_of(db, {first, bad}).find("chat/0002_bad failed and was undone") != std::string::npos);
  CHECK(db.execute("select to_regclass('chat.b') is null") == "t");
  CHECK(db.execute("select count(*) from public.verbund_migrations") == "1");
  apply(db, {first, second});
}

TEST_CASE("two runs at once apply each migration once") {
  test_database db;
  std::vector<std::thread> runs;
  for (int i = 0; i < 4; ++i) runs.emplace_back([&] { apply(db, {first, second}, {other}); });
  for (auto& r : runs) r.join();
  CHECK(db.execute("select count(*) from public.verbund_migrations") == "3");
}

TEST_CASE("a migration gives up on a locked table instead of stopping everybody") {
  test_database db;
  apply(db, {first});
  db.execute("begin");
  db.execute("select * from chat.a");
  auto start = std::chrono::steady_clock::now();
  CHECK(refusal_of(db, {first, second}).find("lock timeout") != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  db.execute("rollback");
}
}  // namespace verbund::postgres
