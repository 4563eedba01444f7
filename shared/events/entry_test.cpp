// The form of a payload, and everything that is not one.
#include "shared/events/entry.hpp"

#include <random>

#include "shared/base/catch.hpp"

namespace verbund::events {
namespace {
std::string payload_of(const std::vector<entry>& entries) {
  std::string text;
  for (const auto& e : entries) append(text, e);
  return text;
}
}  // namespace

TEST_CASE("entries come back as they were, without a copy of their JSON") {
  std::vector<entry> entries{{"channel:1", 5, 3, "message", "{\"a\":\"\\n 1 2\"}"},
                             {"member:2", (std::int64_t{1} << 53) - 1, 0, "read_mark", ""},
                             {"channel:1", 6, 4, "message", "line\nbreak\n"}};
  auto payload = payload_of(entries);
  auto parsed = parse(payload);
  REQUIRE(parsed);
  REQUIRE(parsed->size() == entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto& e = (*parsed)[i];
    CHECK(e.stream == entries[i].stream);
    CHECK(e.position == entries[i].position);
    CHECK(e.number == entries[i].number);
    CHECK(e.type == entries[i].type);
    CHECK(e.json == entries[i].json);
    CHECK((e.json.data() >= payload.data() && e.json.data() <= payload.data() + payload.size()));
  }
}

TEST_CASE("the form is the one that is written down") {
  CHECK(payload_of({{"channel:1", 5, 3, "message", "{}"}}) == "channel:1 5 3 message 2\n{}\n");
}

TEST_CASE("a payload cut anywhere is malformed as a whole, except between entries") {
  auto one = payload_of({{"channel:1", 5, 3, "message", "{\"x\":1}"}});
  auto two = one + one;
  for (std::size_t n = 1; n < two.size(); ++n)
    CHECK(parse(two.substr(0, n)).has_value() == (n == one.size()));
}

TEST_CASE("hostile payloads are refused") {
  for (const char* text :
       {"\n", " ", "a", "a 1 2 t 3", "a 1 2 t 3\nabc", "a 1 2 t 3\nabcd\n", "a 1 2 t -1\n\n",
        "a -1 2 t 0\n\n", "a 1 x t 0\n\n", "a 1 2 t 99999999999999999999\nx\n",
        "a 1 2 t 9223372036854775807\nx\n", "a 1 2 t 18446744073709551615\nx\n", " 1 2 t 0\n\n",
        "a  1 2 t 0\n\n", "a\nb 1 2 t 0\n\n", "a 1 2 t\n\n", "a 1 2 t 0x0\n\n", "a +1 2 t 0\n\n"})
    CHECK_FALSE(parse(text).has_value());
  CHECK_FALSE(parse(std::string(1 << 20, 'a')).has_value());
  CHECK(parse("").value().empty());
}

TEST_CASE("random damage never reads beyond the payload") {
  std::mt19937 random(7);
  auto good =
      payload_of({{"channel:1", 5, 3, "message", "{\"x\":1}"}, {"member:2", 1, 0, "read_mark", "{}"}});
  for (int i = 0; i < 20000; ++i) {
    // a block of its exact size, so that the address sanitizer sees every step too far
    std::vector<char> text(good.begin(), good.end());
    for (int k = 0; k < 3; ++k) text[random() % text.size()] = "0 1\n9a-\0"[random() % 8];
    auto parsed = parse({text.data(), text.size()});
    if (parsed)
      for (auto& e : *parsed) CHECK(e.json.data() + e.json.size() <= text.data() + text.size());
  }
}

TEST_CASE("what would break the form is not published") {
  std::string out;
  CHECK_THROWS_AS(append(out, {"a b", 1, 1, "t", ""}), std::logic_error);
  CHECK_THROWS_AS(append(out, {"a", 1, 1, "t\n", ""}), std::logic_error);
  CHECK_THROWS_AS(append(out, {"", 1, 1, "t", ""}), std::logic_error);
  CHECK_THROWS_AS(append(out, {"a", -1, 1, "t", ""}), std::logic_error);
  CHECK(out.empty());
}

TEST_CASE("a stream's channel is FNV-1a modulo 64") {
  CHECK(channel_of("") == 0xcbf29ce484222325ull % 64);
  CHECK(channel_of("a") == 0xaf63dc4c8601ec8cull % 64);
  CHECK(channel_of("foobar") == 0x85944171f73967e8ull % 64);
  CHECK(channel_name(63) == "verbund:e:63");
}
}  // namespace verbund::events
