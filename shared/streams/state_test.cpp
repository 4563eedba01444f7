// The bounds of a stream's state, on rows as a statement gives them.
#include "shared/streams/state.hpp"

#include "shared/base/catch.hpp"

namespace verbund::streams {
namespace {
std::vector<change_row> rows_from(std::int64_t first, std::int64_t count, std::int64_t forgotten = 0) {
  std::vector<change_row> rows;
  for (std::int64_t i = 0; i < count; ++i) {
    change_row r;
    r.complete_to = first + count - 1;
    r.last_number = count;
    r.forgotten = forgotten;
    r.position = first + i;
    r.type = "thing";
    r.object_id = proto::object_id{new_uuid()};
    r.gone = i == 1;
    rows.push_back(r);
  }
  return rows;
}

auto of_size(std::size_t bytes) {
  return [bytes](const proto::stream_name&, const change_row&) { return std::string(bytes, 'x'); };
}

question beyond_position(std::int64_t after, beyond too_much = beyond::resync) {
  question q{{"channel", new_uuid()}, proto::position(after), std::nullopt, audience::member, too_much};
  return q;
}
}  // namespace

TEST_CASE("a state holds each change in order, and null for what is gone") {
  auto q = beyond_position(4);
  auto s = state_of(q, rows_from(5, 3), of_size(10)).value();
  CHECK(s.stream == q.stream);
  CHECK(s.position == 7);
  CHECK(s.number == 3);
  REQUIRE(s.objects.size() == 3);
  CHECK(s.objects[0].object);
  CHECK_FALSE(s.objects[1].object);
  CHECK(s.objects[2].position == 7);
  CHECK_FALSE(s.resync_required);
}

TEST_CASE("without a row a stream is not there for a member, and empty for a gateway") {
  auto q = beyond_position(0);
  CHECK_FALSE(state_of(q, std::vector<change_row>(), of_size(1)));
  q.reader = audience::gateway;
  auto s = state_of(q, std::vector<change_row>(), of_size(1)).value();
  CHECK(s.stream == q.stream);
  CHECK(s.position == 0);
}

TEST_CASE("a stream without fitting changes still says where it stands") {
  change_row r;
  r.complete_to = 9;
  r.last_number = 4;
  auto s = state_of(beyond_position(9), std::vector<change_row>(1, r), of_size(1)).value();
  CHECK(s.position == 9);
  CHECK(s.number == 4);
  CHECK(s.objects.empty());
}

TEST_CASE(
    "one object or one byte too many requires a resync of a client and gives a gateway the first page") {
  CHECK_FALSE(state_of(beyond_position(0), rows_from(1, 200), of_size(1))->resync_required);
  auto many = rows_from(1, 201);
  CHECK(state_of(beyond_position(0), many, of_size(1))->resync_required);
  auto page = state_of(beyond_position(0, beyond::page), many, of_size(1)).value();
  CHECK_FALSE(page.resync_required);
  CHECK(page.objects.size() == 200);
  CHECK(page.position == 200);

  // Two of the four have objects and fill the bound exactly.
  auto few = rows_from(1, 4);
  few[3].gone = true;
  CHECK_FALSE(state_of(beyond_position(0), few, of_size(most_bytes / 2))->resync_required);
  CHECK(state_of(beyond_position(0), few, of_size(most_bytes / 2 + 1))->resync_required);
  auto cut = state_of(beyond_position(0, beyond::page), few, of_size(most_bytes / 2 + 1)).value();
  CHECK(cut.objects.size() == 2);
  CHECK(cut.position == 2);
}

TEST_CASE("a single object beyond the bytes is a page of its own, so that a gap always closes") {
  auto page = state_of(beyond_position(0, beyond::page), rows_from(1, 1), of_size(most_bytes * 2)).value();
  CHECK(page.objects.size() == 1);
}

TEST_CASE("who resumes from before what was forgotten must load anew, gateway or client") {
  auto rows = rows_from(8, 2, 6);
  CHECK(state_of(beyond_position(5), rows, of_size(1))->resync_required);
  CHECK(state_of(beyond_position(5, beyond::page), rows, of_size(1))->resync_required);
  CHECK_FALSE(state_of(beyond_position(6), rows, of_size(1))->resync_required);
  // Who has nothing yet misses nothing that went away.
  question fresh{{"channel", new_uuid()}, std::nullopt, std::nullopt};
  CHECK_FALSE(state_of(fresh, rows, of_size(1))->resync_required);
}
}  // namespace verbund::streams
