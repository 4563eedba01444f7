// Tests of choosing a replica.
#include "gateway/router.hpp"

#include <boost/mp11.hpp>
#include <set>

#include "shared/base/catch.hpp"

using namespace verbund::gateway;

namespace {
auto everyone = [](std::size_t) { return true; };
}

TEST_CASE("the ordering parameter is found at the top level only") {
  struct row {
    std::string_view json, member, value;
  };
  const std::vector<row> rows{
      {R"({"channel":"a","body":"x"})", "channel", "a"},
      {R"({ "body" : "x" , "channel" : "b" })", "channel", "b"},
      {R"({"in":{"channel":"deep"},"channel":"top"})", "channel", "top"},
      {R"({"list":[{"channel":"deep"}],"channel":"top"})", "channel", "top"},
      {R"({"body":"\"channel\":\"fake\"","channel":"real"})", "channel", "real"},
      {R"({"body":"channel","channel":"real"})", "channel", "real"},
      {R"({"body":"ends with \\","channel":"real"})", "channel", "real"},
      {R"({"channel":5})", "channel", ""},
      {R"({"channel":null,"x":"y"})", "channel", ""},
      {R"({"channels":"a"})", "channel", ""},
      {R"({})", "channel", ""},
      {R"([])", "channel", ""},
      {R"({"channel")", "channel", ""},
      {R"({"channel":)", "channel", ""},
      {R"({"channel":"cut)", "channel", ""},
      {R"("channel")", "channel", ""},
  };
  for (const auto& r : rows) {
    INFO(r.json);
    CHECK(top_level_string(r.json, r.member) == r.value);
  }
}

TEST_CASE("rendezvous hashing always chooses the same replica and spreads values") {
  std::vector<int> taken(4);
  for (int i = 0; i < 4000; ++i) {
    auto value = "018f-" + std::to_string(i);
    auto chosen = rendezvous(value, 4, everyone);
    CHECK(chosen == rendezvous(value, 4, everyone));
    ++taken.at(chosen);
  }
  for (int n : taken) CHECK(n > 700);
}

TEST_CASE("a replica that is away moves only its own values") {
  for (int i = 0; i < 500; ++i) {
    auto value = std::to_string(i);
    auto before = rendezvous(value, 3, everyone);
    auto after = rendezvous(value, 3, [](std::size_t r) { return r != 1; });
    CHECK(after != 1);
    if (before != 1) CHECK(after == before);
  }
  CHECK(rendezvous("x", 3, [](std::size_t) { return false; }) < 3);
}

TEST_CASE("every service of the catalogue is linked to, and hosted unless told otherwise") {
  std::set<std::string_view> linked, hosted;
  using services = boost::describe::describe_members<verbund::links_settings, boost::describe::mod_public>;
  boost::mp11::mp_for_each<services>([&](auto service) { linked.insert(service.name); });
  verbund::service_settings usual;
  hosted.insert(usual.host.begin(), usual.host.end());
  for (const auto& m : verbund::proto::all_methods()) {
    INFO(m.name);
    CHECK((m.service == "gateway" || (linked.contains(m.service) && hosted.contains(m.service))));
  }
  CHECK(linked == hosted);
}
