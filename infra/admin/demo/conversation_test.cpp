// Talk from a file, moved to the present.
#include "infra/admin/demo/conversation.hpp"

#include "infra/admin/arguments.hpp"
#include "shared/base/catch.hpp"

namespace verbund::admin::demo {
namespace {
timestamp at(const char* text) {
  return *parse_timestamp(text);
}
}  // namespace

TEST_CASE("a line names day, time, author and text; a caret makes it a reply") {
  auto talk = parse_conversation("-90 07:05 anna-b | Guten Morgen | alle\n-0 23:59 bo | ^eins\\nzwei\n", "f");
  REQUIRE(talk.size() == 2);
  CHECK(talk[0].day == 90);
  CHECK(talk[0].minute == 7 * 60 + 5);
  CHECK(talk[0].author == "anna-b");
  CHECK_FALSE(talk[0].reply);
  CHECK(talk[0].text == "Guten Morgen | alle");
  CHECK(talk[1].reply);
  CHECK(talk[1].text == "eins\nzwei");
}

TEST_CASE("a line of another form is refused with its place") {
  auto bad = GENERATE(as<std::string>{}, "", "90 07:05 a | x", "-90 7:05 a | x", "-90 07:05 A | x",
                      "-90 07:05 a | ");
  try {
    parse_conversation("-90 07:05 a | x\n" + bad + "\n", "talk.txt");
    FAIL("accepted");
  } catch (const failure& f) {
    CHECK(std::string(f.what()).find("talk.txt, line 2") != std::string::npos);
  }
}

TEST_CASE("day 0 is today on a Tuesday and the next Tuesday else") {
  line l{0, 12 * 60, "a", false, "x"};
  CHECK(to_string(calendar(at("2026-11-24T01:00:00.000Z")).when(l, 0)) == "2026-11-24T11:00:04.000Z");
  CHECK(to_string(calendar(at("2026-11-25T12:00:00.000Z")).when(l, 0)) == "2026-12-01T11:00:04.000Z");
  // Shortly before midnight in Greenwich it is Tuesday in Berlin.
  CHECK(to_string(calendar(at("2026-11-23T23:30:00.000Z")).when(l, 0)) == "2026-11-24T11:00:04.000Z");
}

TEST_CASE("summer time is that of the day talked about") {
  line l{90, 12 * 60, "a", false, "x"};
  CHECK(to_string(calendar(at("2026-11-24T12:00:00.000Z")).when(l, 0)) == "2026-08-26T10:00:04.000Z");
}

TEST_CASE("what would be said in the future is left out, and time never goes back") {
  conversation talk;
  for (int i = 0; i < 9; ++i) talk.push_back({1, 600, "a", false, "x"});
  talk.push_back({0, 10 * 60, "a", false, "x"});
  talk.push_back({0, 15 * 60, "a", false, "x"});
  auto times = times_until(talk, at("2026-11-24T12:00:00.000Z"));
  REQUIRE(times.size() == 10);
  CHECK(std::is_sorted(times.begin(), times.end()));
  CHECK(times[0] < times[1]);
  CHECK(times[8].ms - times[0].ms < 60000);
}
}  // namespace verbund::admin::demo
