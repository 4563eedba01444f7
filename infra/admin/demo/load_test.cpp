// The demo as it stands in the database, against what chat would have made of it.
#include "infra/admin/demo/load.hpp"

#include <sys/stat.h>

#include "infra/admin/test_admin.hpp"

namespace verbund::admin::demo {
namespace {
/// A small demo in a folder of its own.
void write_demo(const std::string& folder) {
  std::filesystem::create_directories(folder + "/conversations");
  std::ofstream(folder + "/association.json") << R"({"name": "LAG", "spaces": [
    {"key": "lag", "kind": "association", "name": "LAG", "plate": "LAG", "readers": "members", "joins": "free",
     "listed": true, "regions": [], "channels": [{"key": "a", "name": "Austausch", "purpose": "Kurz"},
                                                 {"key": "b", "name": "Still", "purpose": "Lang"}]},
    {"key": "gr", "kind": "regional_group", "name": "Görlitz", "plate": "GR", "parent": "lag", "readers": "members",
     "joins": "free", "listed": false, "regions": ["14626"], "channels": [{"key": "a", "name": "Kanal", "purpose": "", "activity": "busy"}]}]})";
  std::ofstream(folder + "/members.json") << R"([
    {"key": "anna", "name": "Anna", "email": "anna@example.org", "demo_role": "administrator",
     "workplace": {"place": "Zittau", "ags": "14626", "school_type": "Oberschule", "traeger": "T"},
     "spaces": [{"space": "lag", "role": "administration"}, {"space": "gr", "role": "coordination"}]},
    {"key": "bo", "name": "Bo", "email": "bo@example.org",
     "workplace": {"place": "Zittau", "ags": "14626", "school_type": "Oberschule", "traeger": "T"},
     "spaces": [{"space": "lag", "role": "member"}]}])";
  std::ofstream(folder + "/conversations/lag.a.txt")
      << "-20 10:00 anna | eins\n-20 10:00 bo | ^zwei\n-19 08:00 anna | drei\n";
  std::ofstream(folder + "/conversations/gr.a.txt") << "-30 10:00 anna | hier\n";
  std::ofstream(folder + "/regions.csv") << "key,name,kind,parent,lat,lon\n14,Sachsen,Freistaat,,51.05,13."
                                            "35\n14626,Görlitz,Landkreis,14,51.2256,14.75\n";
}
}  // namespace

TEST_CASE("the demo is loaded once, whole, and its sign-ins are for the operator's eyes only") {
  test_admin admin;
  write_demo(admin.folder);
  REQUIRE(admin.run({"migrate"}).status == 0);
  auto accounts = admin.folder + "/accounts.json";
  std::vector<std::string> call{"load-demo",
                                "--directory",
                                admin.folder,
                                "--accounts",
                                accounts,
                                "--regions",
                                admin.folder + "/regions.csv"};
  auto first = admin.run(call);
  CHECK(first.errors == "");
  REQUIRE(first.status == 0);
  CHECK(first.output == "2 members, 2 spaces, 3 channels, 4 messages\n");
  struct stat file {};
  REQUIRE(::stat(accounts.c_str(), &file) == 0);
  CHECK((file.st_mode & 0777) == 0600);
  std::ifstream in(accounts);
  std::string json{std::istreambuf_iterator<char>(in), {}};
  CHECK(json.starts_with(R"([{"role":"administrator","email":"anna@example.org","password":")"));
  CHECK(json.find("bo@") == json.npos);

  CHECK(admin.run(call).status == 0);
  auto again = admin.run({"load-demo", "--directory", admin.folder});
  CHECK(again.status == 1);
  CHECK(admin.execute("select count(*) from chat.messages") == "4");

  // Streams stand where their changes end, without a hole, and nothing is in two places.
  CHECK(admin.execute("select count(*) from chat.streams") == "7");
  CHECK(admin.execute(
            "select count(*) from chat.streams s where s.position <> (select count(*) from chat.changes c "
            "where c.stream = s.id) or s.position <> (select coalesce(max(position), 0) from chat.changes c "
            "where c.stream = s.id)") == "0");
  CHECK(admin.execute("select count(*) from chat.messages m join chat.changes c on c.stream = m.channel and "
                      "c.object_id = m.id and c.position = m.number and c.number = m.number") == "4");
  CHECK(admin.execute(
            "select a.body || b.body from chat.messages a join chat.messages b on b.id = a.reply_to") ==
        "zweieins");
  CHECK(admin.execute("select count(*) from chat.messages where get_byte(uuid_send(id), 6) >> 4 = 7") == "4");
  CHECK(
      admin.execute(
          "select string_agg(m.body, ' ' order by m.id) from chat.messages m join chat.channels c on c.id = "
          "m.channel where c.name = 'Austausch'") == "eins zwei drei");
  CHECK(admin.execute("select plate from members.members where name = 'Bo'") == "GR");
}

TEST_CASE("a demo that does not hold together loads nothing") {
  test_admin admin;
  write_demo(admin.folder);
  REQUIRE(admin.run({"migrate"}).status == 0);
  std::ofstream(admin.folder + "/conversations/gr.a.txt") << "-30 10:00 nobody | hier\n";
  auto o = admin.run({"load-demo", "--directory", admin.folder, "--regions", admin.folder + "/regions.csv"});
  CHECK(o.status == 1);
  CHECK(o.errors.find("nobody") != o.errors.npos);
  CHECK(admin.execute("select count(*) from members.members") == "0");
}

TEST_CASE("read marks lie within the channel and never before one's own words") {
  person p;
  std::size_t behind = 0, nothing = 0;
  for (int i = 0; i < 500; ++i) {
    p.key = "m" + std::to_string(i);
    auto n = read_up_to(p, "lag.a", 100, 40);
    CHECK(n >= 40);
    CHECK(n <= 100);
    behind += n < 100;
    nothing += read_up_to(p, "lag.a", 100, 0) == 0;
    CHECK(read_up_to(p, "lag.a", 0, 0) == 0);
    CHECK(read_up_to(p, "lag.a", 1, 0) >= 0);
  }
  CHECK(behind > 100);
  CHECK(behind < 200);
  CHECK(nothing > 5);
  CHECK(nothing < 40);
}
}  // namespace verbund::admin::demo
