// The commands of verbund-admin, as an operator types them.
#include "infra/admin/test_admin.hpp"
#include "services/admin/sql.hpp"

namespace verbund::admin {

TEST_CASE("a wrong command line is one sentence and exit status 2") {
  test_admin admin;
  auto words = GENERATE(
      as<std::vector<std::string>>{}, std::vector<std::string>{"frobnicate"}, std::vector<std::string>{},
      std::vector<std::string>{"migrate", "--fast"},
      std::vector<std::string>{"create-member", "--email", "a@example.org"},
      std::vector<std::string>{"create-member", "--email", "a@example.org", "--email", "b@example.org"},
      std::vector<std::string>{"create-member", "--name", "A", "--email"},
      std::vector<std::string>{"create-member", "--name", "A", "--email", "no address"},
      std::vector<std::string>{"create-association", "--name", "A", "--plate", "ABCD"},
      std::vector<std::string>{"create-association", "--name", "A", "--plate", "1!"},
      std::vector<std::string>{"create-space", "--kind", "castle", "--name", "A", "--plate", "A"},
      std::vector<std::string>{"set-role", "--email", "a@b.de", "--space", "A", "--role", "boss"});
  auto o = admin.run(words);
  CHECK(o.status == 2);
  CHECK(o.output == "");
  CHECK(o.errors.starts_with("verbund-admin: "));
  CHECK(std::count(o.errors.begin(), o.errors.end(), '\n') == 1);
}

TEST_CASE("help names every command and needs no database") {
  test_admin admin;
  auto o = admin.run({"--help"});
  CHECK(o.status == 0);
  for (const auto* name : {"migrate", "set-up-token", "import-regions", "create-association", "create-space",
                           "create-member", "set-password", "set-role", "load-demo"}) {
    CHECK(o.output.find(name) != o.output.npos);
    CHECK(admin.run({name, "--help"}).status == 0);
  }
}

TEST_CASE("an empty database is told from a broken one") {
  test_admin admin;
  auto o = admin.run({"create-association", "--name", "LAG", "--plate", "LAG"});
  CHECK(o.status == 1);
  CHECK(o.errors == "verbund-admin: The database has not been prepared. Run first: verbund-admin migrate.\n");
}

TEST_CASE("an association is made by hand: migrate, association, group, member, role") {
  test_admin admin;
  REQUIRE(admin.run({"migrate"}).status == 0);
  CHECK(admin.run({"migrate"}).status == 0);

  auto early = admin.run({"create-space", "--kind", "regional_group", "--name", "Görlitz", "--plate", "GR"});
  CHECK(early.status == 1);
  CHECK(early.errors.find("no association yet") != early.errors.npos);

  REQUIRE(admin.run({"create-association", "--name", "LAG Probe", "--plate", "LAG"}).status == 0);
  auto second = admin.run({"create-association", "--name", "Zweite", "--plate", "Z"});
  CHECK(second.status == 1);
  CHECK(second.errors == "verbund-admin: There is an association already.\n");

  auto unknown = admin.run({"create-space", "--kind", "regional_group", "--name", "Görlitz", "--plate", "GR",
                            "--regions", "14626"});
  CHECK(unknown.status == 1);
  CHECK(unknown.errors.find("import-regions") != unknown.errors.npos);
  CHECK(admin.execute("select count(*) from members.spaces") == "1");

  std::ofstream(admin.folder + "/regions.csv") << "key,name,kind,parent,lat,lon\n14,Sachsen,Freistaat,,51.05,"
                                                  "13.35\n14626,Görlitz,Landkreis,14,51.2256,14.75\n";
  for (int i = 0; i < 2; ++i) {
    auto imported = admin.run({"import-regions", "--file", admin.folder + "/regions.csv"});
    CHECK(imported.status == 0);
    CHECK(imported.output == "2 regions\n");
  }
  REQUIRE(admin
              .run({"create-space", "--kind", "regional_group", "--name", "Görlitz", "--plate", "GR",
                    "--regions", "14626"})
              .status == 0);

  auto made = admin.run({"create-member", "--email", "anna@example.org", "--name", "Anna"});
  REQUIRE(made.status == 0);
  CHECK(made.output.find("password: ") != made.output.npos);
  CHECK(admin.execute("select count(*) from members_api.association_members") == "1");
  auto twice = admin.run({"create-member", "--email", "ANNA@example.org", "--name", "Anna"});
  CHECK(twice.errors == "verbund-admin: There is an account with this e-mail address already.\n");

  CHECK(admin.run({"set-role", "--email", "Anna@example.org", "--space", "Görlitz", "--role", "coordination"})
            .status == 0);
  CHECK(admin.execute("select role from members.memberships m join members.spaces s on s.id = m.space "
                      "where s.name = 'Görlitz'") == "coordination");
  CHECK(
      admin.run({"set-role", "--email", "anna@example.org", "--space", "Görlitz", "--role", "none"}).status ==
      0);
  CHECK(admin.execute("select count(*) from members.memberships") == "1");
  CHECK(admin.run({"set-role", "--email", "anna@example.org", "--space", "Nirgends", "--role", "member"})
            .status == 1);
  CHECK(admin.run({"set-role", "--email", "nobody@example.org", "--space", "Görlitz", "--role", "member"})
            .status == 1);
}

TEST_CASE("a password comes from standard input or a file, is long enough, and is printed nowhere") {
  test_admin admin;
  REQUIRE(admin.run({"migrate"}).status == 0);
  auto short_one = admin.run(
      {"create-member", "--email", "a@example.org", "--name", "A", "--password-file", "-"}, "kurz\n");
  CHECK(short_one.status == 1);
  auto o = admin.run({"create-member", "--email", "a@example.org", "--name", "A", "--password-file", "-"},
                     "ein langes Passwort\n");
  CHECK(o.status == 0);
  CHECK(o.output.find("ein langes") == o.output.npos);
  std::ofstream(admin.folder + "/password") << "noch ein langes Passwort\n";
  CHECK(admin
            .run({"create-member", "--guest", "--email", "b@example.org", "--name", "B", "--password-file",
                  admin.folder + "/password"})
            .status == 0);
  CHECK(admin.execute("select count(distinct password_hash) from members.members") == "2");
  CHECK(admin.run({"create-member", "--email", "c@example.org", "--name", "C", "--password-file", "/nowhere"})
            .status == 1);
}

TEST_CASE("a new password is set for who forgot hers, and her browsers are signed out") {
  test_admin admin;
  REQUIRE(admin.run({"migrate"}).status == 0);
  REQUIRE(admin.run({"create-member", "--email", "a@example.org", "--name", "A"}).status == 0);
  auto before = admin.execute("select password_hash from members.members");
  for (const auto* kind : {"browser", "token"})
    admin.execute(
        "insert into members.sessions (id, member, token_hash, kind, expires_at) select gen_random_uuid(), "
        "id, "
        "sha256('" +
        std::string(kind) + "'), '" + kind + "', now() + interval '1 day' from members.members");
  auto o = admin.run({"set-password", "--email", "A@example.org"});
  CHECK(o.status == 0);
  CHECK(o.output.starts_with("password: "));
  CHECK(admin.execute("select password_hash from members.members") != before);
  CHECK(admin.execute("select string_agg(kind, ' ') from members.sessions where ended_at is not null") ==
        "browser");
  CHECK(admin.run({"set-password", "--email", "nobody@example.org"}).errors ==
        "verbund-admin: There is no account with this e-mail address.\n");
}

TEST_CASE("a set-up token is printed while there is no association, and stored as a hash only") {
  test_admin admin;
  REQUIRE(admin.run({"migrate"}).status == 0);
  auto o = admin.run({"set-up-token"});
  CHECK(o.status == 0);
  REQUIRE(o.output.size() == 44);
  auto token = o.output.substr(0, 43);
  CHECK(admin.execute("select count(*) from members.set_up_tokens where hash = sha256('" + token + "')") ==
        "1");
  CHECK(admin.execute(
            "select expires_at - now() between '59 minutes' and '60 minutes' from members.set_up_tokens") ==
        "t");
  REQUIRE(admin.run({"create-association", "--name", "LAG", "--plate", "LAG"}).status == 0);
  auto late = admin.run({"set-up-token"});
  CHECK(late.status == 0);
  CHECK(late.output == "");
}

TEST_CASE("a broken table of regions is refused by line") {
  test_admin admin;
  REQUIRE(admin.run({"migrate"}).status == 0);
  auto row = GENERATE(as<std::string>{}, "14,Sachsen,Freistaat,,51", "14,Sachsen,Freistaat,,north,13");
  std::ofstream(admin.folder + "/r.csv") << "key,name,kind,parent,lat,lon\n" << row << "\n";
  auto o = admin.run({"import-regions", "--file", admin.folder + "/r.csv"});
  CHECK(o.status == 1);
  CHECK(o.errors.find("line 2") != o.errors.npos);
}

TEST_CASE("the product's own table of regions loads whole") {
  if (!std::filesystem::exists("services/members/data/regions.csv")) {
    WARN("skipped: not started in the project's folder");
    return;
  }
  test_admin admin;
  REQUIRE(admin.run({"migrate"}).status == 0);
  auto o = admin.run({"import-regions"});
  CHECK(o.output == "416 regions\n");
  CHECK(admin.execute("select count(*) from members.regions where parent is not null") == "400");
}

TEST_CASE("every statement of the tool can be prepared") {
  test_admin admin;
  REQUIRE(admin.run({"migrate"}).status == 0);
  for (const auto* q : sql::all()) {
    INFO(q->name);
    admin.execute(std::string("prepare s as ") + q->text);
    admin.execute("deallocate s");
  }
}
}  // namespace verbund::admin
