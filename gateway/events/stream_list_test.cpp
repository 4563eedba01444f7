// Tests of the lists of streams in the query of GET /events and in Last-Event-ID.
#include "gateway/events/stream_list.hpp"

#include <vector>

#include "shared/base/catch.hpp"
#include "shared/base/id.hpp"

using namespace verbund;
using namespace verbund::gateway;

namespace {
struct outcome {
  events_query query;
  std::string refused;  ///< its pointer
};
outcome read(std::string_view query, std::string_view last_event_id = {}) {
  outcome o;
  if (auto r = read_events_query(query, last_event_id, o.query)) o.refused = r->pointer;
  return o;
}
std::string channel(const uuid& id) {
  return "channel:" + to_string(id);
}
}  // namespace

TEST_CASE("a list that was written is read as what it was") {
  stream_positions positions;
  for (int i = 0; i < 20; ++i) positions[channel(new_uuid())] = i * 1000003ll;
  positions["member:" + to_string(new_uuid())] = 9007199254740991;
  auto text = stream_list(positions);
  auto found = read("objects=" + text);
  REQUIRE(found.refused.empty());
  stream_positions again;
  for (const auto& s : found.query.wanted.streams) again[proto::to_string(s.stream)] = *s.position;
  CHECK(again == positions);
}

TEST_CASE("200 streams at usual positions fit into a request line") {
  stream_positions positions;
  for (int i = 0; i < 200; ++i) positions[channel(new_uuid())] = 9999999;
  CHECK(stream_list(positions).size() < 7000);
}

TEST_CASE("whole ids and escaped characters are read too; objects come before heads") {
  auto a = new_uuid(), b = new_uuid();
  auto found = read("heads=channel:" + to_string(a) + "&objects=channel%3A" + to_string(b) + "%4012&poll=20");
  REQUIRE(found.refused.empty());
  const auto& streams = found.query.wanted.streams;
  REQUIRE(streams.size() == 2);
  CHECK(streams[0].stream.of == b);
  CHECK(*streams[0].position == 12);
  CHECK(streams[0].level == proto::live_level::objects);
  CHECK(streams[1].stream.of == a);
  CHECK_FALSE(streams[1].position.has_value());
  CHECK(*found.query.poll == 20);
}

TEST_CASE(
    "of the query and Last-Event-ID the position further on counts, and only for streams of the query") {
  auto a = new_uuid(), b = new_uuid(), c = new_uuid();
  auto id = stream_list({{channel(a), 9}, {channel(b), 3}, {channel(c), 7}});
  auto found = read("objects=channel:" + to_string(a) + "@5," + to_string(b) + "@5", id);
  REQUIRE(found.query.wanted.streams.size() == 2);
  CHECK(*found.query.wanted.streams[0].position == 9);
  CHECK(*found.query.wanted.streams[1].position == 5);
  // What the query does not say has to be in the next id too.
  CHECK(found.query.resumed == stream_positions{{channel(a), 9}});
}

TEST_CASE("nothing is asked for by an empty query") {
  CHECK(read("").query.wanted.streams.empty());
  CHECK(read("objects=&heads=").refused.empty());
}

TEST_CASE("what is malformed is refused, and which parameter it was is said") {
  auto id = to_string(new_uuid());
  const std::vector<std::string> lists{"channel",
                                       "channel:",
                                       ":" + id,
                                       "Channel:" + id,
                                       "channel:" + id + "@",
                                       "channel:" + id + "@-1",
                                       "channel:" + id + "@1x",
                                       "channel:" + id + "@9007199254740992",
                                       "channel:" + id + ",,",
                                       "channel:short",
                                       "channel:" + id + "%4",
                                       "channel:" + id + "%zz",
                                       ";",
                                       "channel:AAAAAAAAAAAAAAAAAAAAAB"};
  for (const auto& bad : lists) {
    INFO(bad);
    CHECK(read("objects=" + bad).refused == "/objects");
  }
  for (std::string_view bad : {"poll=", "poll=26", "poll=-1", "poll=x"}) CHECK(read(bad).refused == "/poll");
  CHECK(read("poll=1&poll=1").refused == "/poll");
  CHECK(read("other=1").refused == "/other");
  CHECK(read("", "nonsense").refused == "/Last-Event-ID");
}
