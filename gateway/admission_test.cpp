// Tests of counting connections.
#include "gateway/admission.hpp"

#include "shared/base/catch.hpp"

using namespace verbund::gateway;
using boost::asio::ip::make_address;
using verdict = admission::verdict;

TEST_CASE("IPv4 counts by address, IPv6 by /64, mapped IPv4 as IPv4") {
  CHECK(address_group(make_address("192.0.2.7")) == "192.0.2.7");
  CHECK(address_group(make_address("::ffff:192.0.2.7")) == "192.0.2.7");
  CHECK(address_group(make_address("2001:db8:1:2:3:4:5:6")) ==
        address_group(make_address("2001:db8:1:2::1")));
  CHECK(address_group(make_address("2001:db8:1:2::1")) != address_group(make_address("2001:db8:1:3::1")));
}

TEST_CASE("connections are bounded in all and from one address, and leaving makes place") {
  admission places(3, 2);
  auto here = make_address("192.0.2.1"), there = make_address("192.0.2.2");
  admission::ticket a, b, c, d;
  CHECK(places.enter(here, a) == verdict::admitted);
  CHECK(places.enter(here, b) == verdict::admitted);
  CHECK(places.enter(here, c) == verdict::too_many_from_address);
  CHECK(places.enter(there, c) == verdict::admitted);
  CHECK(places.enter(there, d) == verdict::too_many_in_all);
  CHECK(places.present() == 3);
  { admission::ticket gone = std::move(a); }
  CHECK(places.present() == 2);
  CHECK(places.enter(here, d) == verdict::admitted);
}

TEST_CASE("a ticket that is moved counts once") {
  admission places(10, 10);
  {
    admission::ticket a;
    places.enter(make_address("192.0.2.1"), a);
    admission::ticket b(std::move(a));
    admission::ticket c;
    c = std::move(b);
    CHECK(places.present() == 1);
  }
  CHECK(places.present() == 0);
}
