// What reading and writing of described structs promise.
#include "shared/wire/wire.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "shared/base/catch.hpp"

using namespace verbund;

namespace {
enum class colour { red, public_ };
BOOST_DESCRIBE_ENUM(colour, red, public_)

struct inner {
  std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(inner, (), (number))

struct outer {
  std::string name;
  std::optional<inner> child;
  std::vector<colour> colours;
  wire::nullable<inner> left;
  bool flag = false;
};
BOOST_DESCRIBE_STRUCT(outer, (), (name, child, colours, left, flag))

std::optional<wire::violation> read(std::string_view json, outer& out,
                                    wire::members rule = wire::members::known_only) {
  return wire::decode(json, out, rule);
}
}  // namespace

TEST_CASE("a described struct comes back as it was written") {
  outer in{"Hořeňová \"x\"\n\x01 你好", inner{-5}, {colour::red, colour::public_}, {}, true};
  auto json = wire::encoded(in);
  CHECK(json ==
        "{\"name\":\"Hořeňová \\\"x\\\"\\n\\u0001 你好\",\"child\":{\"number\":-5},"
        "\"colours\":[\"red\",\"public\"],\"left\":null,\"flag\":true}");
  outer out;
  REQUIRE_FALSE(read(json, out));
  CHECK(out.name == in.name);
  CHECK(out.child->number == -5);
  CHECK(out.colours == in.colours);
  CHECK_FALSE(out.left.has_value());
}

TEST_CASE("an absent optional member is left out, wherever it stands") {
  outer in;
  CHECK(wire::encoded(in) == R"({"name":"","colours":[],"left":null,"flag":false})");
}

TEST_CASE("a violation names the member by its JSON pointer and the rule") {
  outer out;
  auto fault = read(R"({"name":"x","child":{"number":"5"},"colours":[],"flag":true})", out);
  REQUIRE(fault);
  CHECK(fault->pointer == "/child/number");
  fault = read(R"({"name":"x","colours":["red","blue"],"flag":true})", out);
  REQUIRE(fault);
  CHECK(fault->pointer == "/colours/1");
  CHECK(fault->rule == "must be one of red, public");
  fault = read(R"({"colours":[],"flag":true})", out);
  REQUIRE(fault);
  CHECK(fault->pointer == "/name");
  CHECK(fault->rule == "is missing");
}

TEST_CASE("requests refuse unknown and doubled members, receivers ignore unknown ones") {
  outer out;
  auto json = R"({"name":"x","colours":[],"flag":true,"a/b~":1})";
  auto fault = read(json, out);
  REQUIRE(fault);
  CHECK(fault->pointer == "/a~1b~0");
  CHECK_FALSE(read(json, out, wire::members::ignore_unknown));
  fault = read(R"({"name":"x","name":"y","colours":[],"flag":true})", out);
  REQUIRE(fault);
  CHECK(fault->rule == "is given twice");
}

TEST_CASE("text with U+0000 and numbers beyond 2^53 are refused") {
  outer out;
  auto fault = read(R"({"name":"a\u0000b","colours":[],"flag":true})", out);
  REQUIRE(fault);
  CHECK(fault->pointer == "/name");
  fault = read(R"({"name":"a","child":{"number":9007199254740992},"colours":[],"flag":true})", out);
  REQUIRE(fault);
  CHECK(fault->pointer == "/child/number");
}

TEST_CASE("nesting beyond 64 levels is malformed, not a crash") {
  outer out;
  std::string deep(100000, '[');
  auto fault = read(deep, out);
  REQUIRE(fault);
  CHECK(fault->malformed);
}

TEST_CASE("length is counted in code points") {
  CHECK(wire::code_points("äß你\xF0\x9F\x98\x80") == 4);
}

TEST_CASE("every text of the JSON test suite is accepted or refused as it must be") {
  std::filesystem::path folder = "../shared/data/protocol/json/test_parsing";
  if (!std::filesystem::exists(folder)) {
    WARN("SKIPPED: ../shared/data is not here");
    return;
  }
  int seen = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(file.path(), std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    wire::raw_json out;
    auto fault = wire::decode(text.str(), out);
    auto name = file.path().filename().string();
    INFO(name);
    if (name.starts_with("y_")) CHECK_FALSE(fault);
    if (name.starts_with("n_")) CHECK(fault);
    ++seen;
  }
  CHECK(seen > 100);
}
