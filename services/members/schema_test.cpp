// The schema: migrations on an empty database, what the service's role may not do, every statement prepared.
#include "services/members/test_members.hpp"

namespace verbund::members {
namespace {
/// The error of one statement run as verbund_members, empty when it worked.
std::string refused(test_members& data, const std::string& sql) {
  postgres::test_connection runtime(data.runtime_conninfo());
  try {
    runtime.execute(sql);
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "";
}
}  // namespace

TEST_CASE("migrations apply to an empty database, and a second time change nothing") {
  test_members data;
  const std::span<const postgres::migration> all[] = {sql::migrations()};
  postgres::migrate(data.database.conninfo(), all);
  CHECK(data.execute("select count(*) from members.members") == "0");
}

TEST_CASE("what was there before there were streams has its first change in them") {
  postgres::test_database database;
  std::span<const postgres::migration> whole = sql::migrations();
  const std::span<const postgres::migration> before[] = {whole.first(9)}, after[] = {whole};
  postgres::migrate(database.conninfo(), before);
  auto member = quoted(new_uuid()), space = quoted(new_uuid());
  database.execute("insert into members.members (id, email, name) values (" + member +
                   ", 'a@example.org', 'A')");
  database.execute("insert into members.spaces (id, kind, name, plate, readers, joins) values (" + space +
                   ", 'association', 'V', 'V', 'members', 'invitation')");
  database.execute("insert into members.memberships (space, member, role) values (" + space + ", " + member +
                   ", 'member')");
  for (auto ended : {"null", "now()"})
    database.execute(
        "insert into members.sessions (id, member, token_hash, kind, expires_at, ended_at) values (" +
        quoted(new_uuid()) + ", " + member + ", sha256('" + ended +
        "'), 'browser', now() + interval '1 day', " + ended + ")");
  postgres::migrate(database.conninfo(), after);
  CHECK(database.execute(
            "select string_agg(kind || ' ' || position, ', ' order by kind) from members.streams") ==
        "account 2, roster 1");
  CHECK(database.execute("select string_agg(stream_kind || ' ' || type, ', ' order by stream_kind, type) "
                         "from members.changes where not gone") ==
        "account own_session, account place, roster membership");
  CHECK(database.execute("select count(*) from members.pending") == "0");
}

TEST_CASE("every statement can be prepared") {
  test_members data;
  REQUIRE(sql::all().size() >= 18);
  for (const auto* q : sql::all()) {
    INFO(q->name);
    data.execute(std::string("prepare s as ") + q->text);
    data.execute("deallocate s");
  }
  CHECK_THROWS(data.execute("prepare s as select no_such_column from members.members"));
}

TEST_CASE("the service's role changes rows, never the schema") {
  test_members data;
  data.execute("create schema chat");
  data.execute("create table chat.messages (body text)");
  CHECK(refused(data, "select count(*) from members.members") == "");
  for (const auto* sql :
       {"create table members.t (a int)", "create table public.t (a int)", "create temporary table t (a int)",
        "create schema s", "drop table members.members", "alter table members.members add column x int",
        "truncate members.members", "select count(*) from chat.messages", "delete from members.members",
        "delete from members.spaces", "update members.acts set reason = 'x'", "delete from members.acts",
        "insert into members.changes (stream_kind) values ('x')", "update members.streams set position = 0",
        "select count(*) from members.pending", "delete from members.sessions",
        "update members.regions set name = 'x'",
        "insert into members.set_up_tokens (hash, expires_at) values (sha256('x'), now())",
        "create role somebody"}) {
    INFO(sql);
    auto problem = refused(data, sql);
    CHECK(
        (problem.find("permission denied") != problem.npos || problem.find("must be owner") != problem.npos));
  }
}

TEST_CASE("other services read the published views and nothing else") {
  test_members data;
  data.execute("set role verbund_reader");
  for (const auto* view :
       {"live_sessions", "memberships", "spaces", "association_members", "administration", "rights"})
    CHECK(data.execute(std::string("select count(*) from members_api.") + view) == "0");
  CHECK_THROWS(data.execute("select count(*) from members.members"));
  CHECK_THROWS(data.execute("select count(*) from members.sessions"));
  CHECK_THROWS(data.execute("insert into members_api.spaces (id) values (null)"));
  data.execute("reset role");
}

TEST_CASE("the view of live sessions is asked by primary key, however many there are") {
  test_members data;
  auto member = data.add_member("anna@example.org");
  data.execute(
      "insert into members.sessions (id, member, token_hash, kind, expires_at) select gen_random_uuid(), " +
      quoted(member) +
      ", sha256(n::text::bytea), 'browser', now() + interval '1 day' "
      "from generate_series(1, 5000) n");
  data.execute("analyze");
  auto plan = data.execute(
      "explain (format json, costs off) select member from members_api.live_sessions "
      "where session = '018f0000-0000-7000-8000-000000000000'");
  CHECK(plan.find("sessions_pkey") != plan.npos);
  CHECK(plan.find("Seq Scan\",\n          \"Parent Relationship\": \"Outer\"") == plan.npos);
}

TEST_CASE("there cannot be two associations, nor two accounts of one address") {
  test_members data;
  data.association();
  CHECK_THROWS(data.add_space("association", "members", true));
  data.add_member("anna@example.org");
  CHECK_THROWS(data.add_member("ANNA@example.org"));
}
}  // namespace verbund::members
