// What holds for every entry of the catalogue, and for the constraint types.
#include "proto/catalogue.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include "shared/base/catch.hpp"

using namespace verbund;
using namespace verbund::proto;

TEST_CASE("method names are unique, documented and found by name") {
  std::set<std::string_view> names;
  for (const auto& m : all_methods()) {
    INFO(m.name);
    CHECK(names.insert(m.name).second);
    CHECK(m.doc.ends_with('.'));
    CHECK(find_method(m.name) == &m);
    CHECK(m.params().kind == wire::shape::object);
    CHECK(m.result().kind == wire::shape::object);
  }
  CHECK(find_method("chat.nothing") == nullptr);
}

TEST_CASE("an ordering parameter is a member of the method's parameters") {
  for (const auto& m : all_methods()) {
    if (m.order.empty()) continue;
    INFO(m.name);
    auto fields = m.params().fields;
    CHECK(std::any_of(fields.begin(), fields.end(), [&](const auto& f) { return f.name == m.order; }));
  }
}

TEST_CASE(
    "every method has its scope: what reads, what writes, what changes others' rights, what no token does") {
  for (const auto& m : all_methods()) {
    INFO(m.name);
    // A token that may only read changes nothing, whatever the catalogue says more.
    CHECK((m.mode == mode::read || m.scope != scope::read));
  }
  for (auto name : {"session.list", "session.end", "session.end_others", "session.create_token"})
    CHECK(find_method(name)->scope == scope::browser);
  for (auto name : {"space.set_role", "space.remove_member", "member.suspend", "chat.create_channel"})
    CHECK(find_method(name)->scope == scope::manage);
  CHECK(find_method("chat.send_message")->scope == scope::write);
  CHECK(find_method("live.subscribe")->scope == scope::read);
}

TEST_CASE("every object type travels in a stream somebody owns") {
  for (const auto& o : all_objects()) CHECK_FALSE(stream_owner(o.stream).empty());
  CHECK(stream_owner("nothing").empty());
}

TEST_CASE("an id must be a UUID of version 7") {
  channel_id id;
  CHECK_FALSE(wire::decode(R"("018f5f3a-7c1e-7b3a-9d2e-4f5a6b7c8d9e")", id));
  CHECK(to_string(id.value) == "018f5f3a-7c1e-7b3a-9d2e-4f5a6b7c8d9e");
  CHECK(wire::decode(R"("018f5f3a-7c1e-4b3a-9d2e-4f5a6b7c8d9e")", id));
  CHECK(wire::decode(R"("018f5f3a7c1e7b3a9d2e4f5a6b7c8d9e")", id));
  CHECK(wire::decode("7", id));
}

TEST_CASE("a plate has one to three letters") {
  for (const auto* good : {"\"G\"", "\"GR\"", "\"LÖB\"", "\"müx\""}) {
    plate p;
    CHECK_FALSE(wire::decode(good, p).has_value());
  }
  for (const auto* bad : {"\"\"", "\"ABCD\"", "\"1!\"", "\"A B\"", "\"Ä\u0308\"", "\"ß\""}) {
    plate p;
    CHECK(wire::decode(bad, p).has_value());
  }
}

TEST_CASE("text is bounded in code points, at both ends") {
  text<1, 3> t;
  CHECK(wire::decode(R"("")", t));
  CHECK_FALSE(wire::decode(R"("äöü")", t));
  auto fault = wire::decode(R"("äöüß")", t);
  REQUIRE(fault);
  CHECK(fault->rule == "must have 1 to 3 characters, has 4");
}

TEST_CASE("a stream's name is a kind and an id") {
  stream_name s;
  CHECK_FALSE(wire::decode(R"("channel:018f5f3a-7c1e-7b3a-9d2e-4f5a6b7c8d9e")", s));
  CHECK(s.kind == "channel");
  for (auto bad : {R"("channel")", R"(":018f5f3a-7c1e-7b3a-9d2e-4f5a6b7c8d9e")",
                   R"("Channel:018f5f3a-7c1e-7b3a-9d2e-4f5a6b7c8d9e")",
                   R"("channel:018f5f3a-7c1e-7b3a-9d2e-4f5a6b7c8d9")",
                   R"("channel: 18f5f3a-7c1e-7b3a-9d2e-4f5a6b7c8d9e")"})
    CHECK(wire::decode(bad, s));
}

TEST_CASE("e-mail addresses with slips of the finger are refused") {
  email e;
  CHECK_FALSE(wire::decode(R"("maren.pflugbeil+lag@schule.example.org")", e));
  for (auto bad : {R"("maren")", R"("@example.org")", R"("maren@")", R"("maren@a@b")",
                   R"("ma ren@example.org")", R"("maren@example..org")", R"("<maren@example.org>")"}) {
    INFO(bad);
    CHECK(wire::decode(bad, e));
  }
}

TEST_CASE("times are RFC 3339 in UTC with milliseconds, and only that") {
  timestamp t;
  CHECK_FALSE(wire::decode(R"("2024-02-29T23:59:59.999Z")", t));
  CHECK(wire::encoded(t) == R"("2024-02-29T23:59:59.999Z")");
  for (auto bad : {R"("2023-02-29T00:00:00.000Z")", R"("2024-02-29T00:00:00Z")",
                   R"("2024-02-29 00:00:00.000Z")", R"("2024-13-01T00:00:00.000Z")"})
    CHECK(wire::decode(bad, t));
}

namespace {
struct sample_file {
  wire::raw_json params;
  std::optional<wire::raw_json> result;
};
BOOST_DESCRIBE_STRUCT(sample_file, (), (params, result))

template <class T>
void reads_back(const std::string& json) {
  T value{};
  auto fault = wire::decode(json, value);
  INFO((fault ? fault->pointer + " " + fault->rule : ""));
  REQUIRE_FALSE(fault);
  T again{};
  REQUIRE_FALSE(wire::decode(wire::encoded(value), again));
  CHECK(wire::encoded(again) == wire::encoded(value));
}

template <class P, class R>
void sample_fits(const method<P, R>& m) {
  INFO(m.info.name);
  std::ifstream file("proto/samples/" + std::string(m.info.name) + ".json");
  std::stringstream text;
  text << file.rdbuf();
  sample_file sample;
  REQUIRE_FALSE(wire::decode(text.str(), sample));
  reads_back<P>(sample.params.text);
  reads_back<R>(sample.result->text);
}
}  // namespace

TEST_CASE("the sample of each method is what its types say") {
  namespace m = methods;
  sample_fits(m::server_status), sample_fits(m::set_up), sample_fits(m::sign_in), sample_fits(m::sign_out);
  sample_fits(m::current), sample_fits(m::create_token), sample_fits(m::list_spaces),
      sample_fits(m::list_members);
  sample_fits(m::get_members), sample_fits(m::list_channels), sample_fits(m::create_channel);
  sample_fits(m::send_message), sample_fits(m::edit_message), sample_fits(m::delete_message);
  sample_fits(m::list_sessions), sample_fits(m::end_session), sample_fits(m::end_other_sessions);
  sample_fits(m::join_space), sample_fits(m::accept_invitation), sample_fits(m::decline_invitation);
  sample_fits(m::withdraw_application), sample_fits(m::leave_space), sample_fits(m::invite_member);
  sample_fits(m::uninvite_member), sample_fits(m::list_applications), sample_fits(m::answer_application);
  sample_fits(m::remove_member), sample_fits(m::set_role), sample_fits(m::mute_member);
  sample_fits(m::archive_space), sample_fits(m::list_suspensions), sample_fits(m::suspend_member);
  sample_fits(m::confirm_suspension), sample_fits(m::end_suspension);
  sample_fits(m::history), sample_fits(m::mark_read), sample_fits(m::subscribe), sample_fits(m::unsubscribe);
}
