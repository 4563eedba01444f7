// Values and rows against a real server: what goes in comes out, byte for byte.
#include <algorithm>
#include <limits>

#include "shared/async/test_loop.hpp"
#include "shared/base/catch.hpp"
#include "shared/postgres/connection.hpp"
#include "shared/postgres/rows.hpp"
#include "shared/postgres/test_database.hpp"

namespace verbund::postgres {
enum class shade { light, public_ };
BOOST_DESCRIBE_ENUM(shade, light, public_)
namespace {
struct member_id {
  uuid value;
  bool operator==(const member_id&) const = default;
};
struct position {
  std::int64_t value = 0;
  position() = default;
  position(std::int64_t v) : value(v) {}
};
struct title : std::string {
  using std::string::string;
};
struct everything {
  member_id id;
  std::optional<uuid> nothing;
  title name;
  std::optional<std::string> note;
  position at;
  std::int64_t small = 0;
  bool yes = false;
  timestamp when;
  std::optional<timestamp> never;
  bytes blob;
  shade colour{};
};
BOOST_DESCRIBE_STRUCT(everything, (), (id, nothing, name, note, at, small, yes, when, never, blob, colour))

struct lists {
  std::vector<member_id> ids;
  std::vector<std::string> texts;
  std::vector<std::optional<std::string>> holes;
  std::vector<std::int64_t> numbers;
  std::vector<bool> flags;
  std::vector<bytes> blobs;
  std::vector<timestamp> times;
  std::optional<std::vector<std::string>> none;
};
BOOST_DESCRIBE_STRUCT(lists, (), (ids, texts, holes, numbers, flags, blobs, times, none))

struct one_number {
  std::int64_t n = 0;
};
BOOST_DESCRIBE_STRUCT(one_number, (), (n))
struct one_text {
  std::string n;
};
BOOST_DESCRIBE_STRUCT(one_text, (), (n))
struct numbers {
  std::vector<std::int64_t> n;
};
BOOST_DESCRIBE_STRUCT(numbers, (), (n))

auto soon() {
  return steady_clock::now() + std::chrono::seconds(20);
}

/// Runs one query on a connection of its own.
result ask(const query& q, std::vector<value> v) {
  static test_database database;
  result answer;
  run_loop([&](asio::io_context& io) -> task<> {
    connection c(io);
    co_await c.connect(database.conninfo(), soon());
    std::vector<statement> one;
    one.emplace_back(q, std::move(v));
    auto results = co_await c.run(std::move(one), soon());
    answer = std::move(results.front());
  });
  return answer;
}
}  // namespace

TEST_CASE("every kind of value comes back as it was sent") {
  static const query q{
      "test.everything",
      "select $1 as id, $2 as nothing, $3 as name, $4 as note, $5 as at, 7::smallint as small, $6 as "
      "yes, $7 as when, $8 as never, $9 as blob, $10 as colour"};
  member_id id{new_uuid()};
  title name("Grüße aus Görlitz \"\\'{}, 中文 \xF0\x9F\x98\x80");
  timestamp when{1'700'000'000'123};
  bytes blob(std::string_view("\0\xff\\x", 4));
  auto r = ask(q, values(id, std::optional<uuid>(), name, std::optional<std::string>(), position(1LL << 52),
                         true, when, std::optional<timestamp>(), blob, shade::public_));
  auto row = rows<everything>(r).at(0);
  CHECK(row.id == id);
  CHECK_FALSE(row.nothing);
  CHECK(row.name == name);
  CHECK_FALSE(row.note);
  CHECK(row.at.value == 1LL << 52);
  CHECK(row.small == 7);
  CHECK(row.yes);
  CHECK(row.when == when);
  CHECK_FALSE(row.never);
  CHECK(row.blob == blob);
  CHECK(row.colour == shade::public_);
}

TEST_CASE("arrays need no quoting and hold nulls, commas, braces and nothing at all") {
  static const query q{
      "test.lists",
      "select $1 as ids, $2 as texts, $3 as holes, $4 as numbers, $5 as flags, $6 as blobs, $7 as "
      "times, $8 as none"};
  std::vector<std::string> texts{"",   "NULL", "null", "a,b", "{}",  "\"",
                                 "\\", "'",    " ",    "\n",  "ßüŋ", "\xF0\x9F\x98\x80"};
  std::vector<std::optional<std::string>> holes{"x", std::nullopt, "", std::nullopt};
  std::vector<member_id> ids{{new_uuid()}, {new_uuid()}};
  std::vector<std::int64_t> numbers{std::numeric_limits<std::int64_t>::min(), -1, 0,
                                    std::numeric_limits<std::int64_t>::max()};
  std::vector<bytes> blobs{bytes(std::string_view("\0\1", 2)), bytes("")};
  std::vector<timestamp> times{{0}, {-1}, {1'700'000'000'999}};
  auto r = ask(q, values(ids, texts, holes, numbers, std::vector<bool>{true, false}, blobs, times,
                         std::optional<std::vector<std::string>>()));
  auto row = rows<lists>(r).at(0);
  CHECK(row.ids == ids);
  CHECK(row.texts == texts);
  CHECK(row.holes == holes);
  CHECK(row.numbers == numbers);
  CHECK(row.flags == std::vector<bool>{true, false});
  CHECK(row.blobs == blobs);
  CHECK(row.times == times);
  CHECK_FALSE(row.none);
}

TEST_CASE("an empty array is an array, and narrower numbers fill a list of wide ones") {
  static const query empty{"test.empty", "select $1 as n"};
  CHECK(rows<numbers>(ask(empty, values(std::vector<std::int64_t>{}))).at(0).n.empty());
  static const query narrow{"test.narrow", "select array[1, -2]::int[] as n"};
  CHECK(rows<numbers>(ask(narrow, {})).at(0).n == std::vector<std::int64_t>{1, -2});
}

TEST_CASE("the server reads times to the millisecond, before and after 2000, up to infinity") {
  static const query q{"test.time", "select ($1::timestamptz at time zone 'UTC')::text as n"};
  CHECK(rows<one_text>(ask(q, values(timestamp{1'700'000'000'123})))[0].n == "2023-11-14 22:13:20.123");
  CHECK(rows<one_text>(ask(q, values(timestamp{-1})))[0].n == "1969-12-31 23:59:59.999");
  CHECK(rows<one_text>(ask(q, values(timestamp{std::numeric_limits<std::int64_t>::max()})))[0].n ==
        "infinity");
  CHECK_THROWS_AS(ask(q, values(timestamp{std::numeric_limits<std::int64_t>::max() - 1})), error);
}

TEST_CASE("U+0000 in a text is refused by the server and told as invalid") {
  static const query q{"test.nul", "select $1 as n"};
  try {
    ask(q, values(std::string_view("a\0b", 3)));
    FAIL("accepted");
  } catch (const error& e) {
    CHECK(e.sqlstate == "22021");
    CHECK(e.query == "test.nul");
    CHECK(to_refusal(e).why == kind::invalid);
  }
}

TEST_CASE("a result that does not fit its struct is a defect that names statement, column and types") {
  auto problem = [](const query& q, auto read) -> std::string {
    auto r = ask(q, {});
    try {
      read(r);
    } catch (const std::logic_error& e) {
      return e.what();
    }
    return "";
  };
  static const query more{"test.more", "select 1 as n, 2 as m"};
  CHECK(problem(more, rows<one_number>) == "result of test.more: no member for column m");
  static const query less{"test.less", "select 1 as n where false"};
  CHECK(problem(less, rows<everything>) == "result of test.less: no member for column n");
  static const query none{"test.none", "select where false"};
  CHECK(problem(none, rows<one_number>) == "result of test.none: no column for member n");
  static const query twice{"test.twice", "select 1 as n, 2 as n"};
  CHECK(problem(twice, rows<one_number>) == "result of test.twice: two columns are named n");
  static const query numeric{"test.numeric", "select sum(n) as n from (values (1::bigint)) as v (n)"};
  CHECK(problem(numeric, rows<one_number>) ==
        "result of test.numeric: column n is numeric, its member takes whole number");
  static const query null{"test.null", "select null::bigint as n"};
  CHECK(problem(null, rows<one_number>) == "result of test.null: NULL in column n");
  static const query json{"test.jsonb", "select '{}'::jsonb as n"};
  CHECK(problem(json, rows<one_text>) == "result of test.jsonb: column n is jsonb, its member takes text");
  static const query deep{"test.deep", "select array[array[1]] as n"};
  CHECK(problem(deep, rows<numbers>) ==
        "result of test.deep: a value in column n of type 1007 does not fit into its member, which takes "
        "array");
}

TEST_CASE("enumerations of the database, names and json are text to us") {
  static const query q{"test.kinds",
                       "select 'ab'::name as n union all select '{\"a\": 1}'::json::text union all select "
                       "'c'::varchar"};
  auto list = rows<one_text>(ask(q, {}));
  CHECK(list.size() == 3);
  CHECK(maybe_row<one_text>(ask(q, {}))->n == "ab");
}

TEST_CASE("malformed arrays are refused, whatever their lengths claim") {
  std::string good;
  codec<std::vector<std::string>>::encode(good, {"abc", "d"});
  std::vector<std::string> out;
  REQUIRE(codec<std::vector<std::string>>::decode(good, out));
  CHECK(out == std::vector<std::string>{"abc", "d"});
  for (std::size_t n = 0; n < good.size(); ++n)
    CHECK_FALSE(codec<std::vector<std::string>>::decode(good.substr(0, n), out));
  CHECK_FALSE(codec<std::vector<std::string>>::decode(good + "x", out));
  auto large = good;
  large[20] = '\x7f';  // the first element claims two gigabytes
  CHECK_FALSE(codec<std::vector<std::string>>::decode(large, out));
}
}  // namespace verbund::postgres
