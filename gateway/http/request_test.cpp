// Tests of cookies, bearer tokens and the origin rule.
#include "gateway/http/request.hpp"

#include "shared/base/catch.hpp"

using namespace verbund::gateway;

namespace {
verbund::gateway_settings settings(std::vector<std::string> public_origins,
                                   std::string listen = "127.0.0.1:8080") {
  verbund::gateway_settings s;
  s.listen = std::move(listen);
  s.public_origins = std::move(public_origins);
  return s;
}

struct headers {
  std::string origin, cookie, authorization;
};
http_request request(const headers& h) {
  http_request r(http::verb::post, "/rpc", 11);
  if (!h.origin.empty()) r.set(http::field::origin, h.origin);
  if (!h.cookie.empty()) r.set(http::field::cookie, h.cookie);
  if (!h.authorization.empty()) r.set(http::field::authorization, h.authorization);
  return r;
}
const origins allowed(settings({"https://verbund.example"}));
constexpr auto here = "http://localhost:8080";
}  // namespace

TEST_CASE("on loopback the listen port is an origin, elsewhere only what is configured") {
  CHECK(allowed.contains("https://verbund.example"));
  CHECK(allowed.contains("http://localhost:8080"));
  CHECK(allowed.contains("http://127.0.0.1:8080"));
  CHECK_FALSE(allowed.contains("http://localhost:8081"));
  CHECK_FALSE(allowed.contains("https://verbund.example.evil.org"));
  CHECK_FALSE(allowed.contains("null"));
  CHECK(allowed.secure());
  origins open(settings({}, "0.0.0.0:8080"));
  CHECK_FALSE(open.contains("http://localhost:8080"));
  CHECK_FALSE(open.secure());
}

TEST_CASE("origins that are none, or not safe, are refused at start") {
  for (const char* bad :
       {"verbund.example", "https://", "https://verbund.example/", "HTTPS://verbund.example",
        "ftp://verbund.example", "http://verbund.example", "*", ""}) {
    INFO(bad);
    CHECK_THROWS_AS(origins(settings({bad})), std::runtime_error);
  }
  auto insecure = settings({"http://verbund.example"});
  insecure.allow_insecure = true;
  CHECK(origins(insecure).contains("http://verbund.example"));
  CHECK_NOTHROW(origins(settings({"http://localhost:9000", "http://127.0.0.1:9000", "http://[::1]:9000"})));
}

TEST_CASE("who shows what is judged by one table") {
  struct row {
    headers given;
    unsigned status;  // 0: accepted
    std::string token;
    bool bearer;
  };
  const std::vector<row> rows{
      {{"", "", ""}, 0, "", false},
      {{here, "", ""}, 0, "", false},
      {{"http://evil.example", "", ""}, 403, "", false},
      {{"null", "", ""}, 403, "", false},
      {{here, "verbund=abc", ""}, 0, "abc", false},
      {{here, "a=b; verbund=abc; c=d", ""}, 0, "abc", false},
      {{here, "xverbund=abc", ""}, 0, "", false},
      {{"", "verbund=abc", ""}, 403, "", false},
      {{"", "__Host-verbund=abc", ""}, 403, "", false},
      {{"http://evil.example", "verbund=abc", ""}, 403, "", false},
      // Each name belongs to its scheme.
      {{"https://verbund.example", "__Host-verbund=abc", ""}, 0, "abc", false},
      {{"https://verbund.example", "verbund=abc", ""}, 0, "", false},
      {{here, "__Host-verbund=abc", ""}, 0, "", false},
      {{"", "", "Bearer abc"}, 0, "abc", true},
      {{"", "", "bearer abc"}, 0, "abc", true},
      {{here, "", "Bearer abc"}, 0, "abc", true},
      {{here, "verbund=abc", "Bearer abc"}, 400, "", false},
      {{"", "verbund=abc", "Bearer abc"}, 400, "", false},
      {{"", "", "Basic abc"}, 401, "", false},
      {{"", "", "Bearer"}, 401, "", false},
      {{"", "", "Bearer a b"}, 401, "", false},
      {{"", "", "Bearer " + std::string(513, 'a')}, 401, "", false},
  };
  for (const auto& r : rows) {
    INFO(r.given.origin << " | " << r.given.cookie << " | " << r.given.authorization);
    credentials found;
    auto fault = read_credentials(request(r.given), allowed, found);
    CHECK((fault ? fault->status : 0) == r.status);
    if (fault) continue;
    CHECK(found.token == r.token);
    CHECK(found.bearer == r.bearer);
  }
}

TEST_CASE("Origin and Authorization come once") {
  for (auto field : {http::field::origin, http::field::authorization}) {
    auto r = request({here, "", "Bearer abc"});
    r.insert(field, field == http::field::origin ? here : "Bearer abc");
    credentials found;
    auto fault = read_credentials(r, allowed, found);
    REQUIRE(fault);
    CHECK(fault->status == 400);
  }
}

TEST_CASE("the cookie is out of reach of scripts and other sites") {
  CHECK(set_cookie(here, "abc", 60) == "verbund=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
  CHECK(set_cookie("https://verbund.example", "abc", 60) ==
        "__Host-verbund=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure");
  CHECK(set_cookie(here, "", 60) == "verbund=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}
