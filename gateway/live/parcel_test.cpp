// Tests of taking from a parcel what a session does not have yet.
#include "gateway/live/parcel.hpp"

#include "shared/base/catch.hpp"

using verbund::gateway::parcel;

TEST_CASE("a session gets the frames beyond its position") {
  // Complete after 10 up to 20; what lay between was replaced by later changes.
  parcel p;
  p.from = 10;
  p.to = 20;
  p.bytes = "aabbbcccc";
  p.entries = {{12, 0}, {15, 2}, {20, 5}};
  CHECK(p.beyond(0) == "aabbbcccc");
  CHECK(p.beyond(10) == "aabbbcccc");
  CHECK(p.beyond(11) == "aabbbcccc");
  CHECK(p.beyond(12) == "bbbcccc");
  CHECK(p.beyond(14) == "bbbcccc");
  CHECK(p.beyond(15) == "cccc");
  CHECK(p.beyond(19) == "cccc");
  CHECK(p.beyond(20).empty());
  CHECK(p.beyond(99).empty());
}

TEST_CASE("a parcel without frames has nothing for anybody") {
  parcel p;
  p.from = 10;
  p.to = 20;
  CHECK(p.beyond(0).empty());
  CHECK(p.beyond(15).empty());
}
