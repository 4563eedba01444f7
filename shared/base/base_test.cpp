// Ids, errors, metrics and settings.
#include <cstdio>
#include <fstream>
#include <set>

#include "shared/base/catch.hpp"
#include "shared/base/clock.hpp"
#include "shared/base/error.hpp"
#include "shared/base/id.hpp"
#include "shared/base/metrics.hpp"
#include "shared/base/settings.hpp"

using namespace verbund;

TEST_CASE("new ids are of version 7, all different, growing within a thread") {
  std::set<uuid> seen;
  uuid last;
  for (int i = 0; i < 20000; ++i) {
    auto id = new_uuid();
    REQUIRE(is_version_7(id));
    REQUIRE(seen.insert(id).second);
    REQUIRE(last < id);
    REQUIRE(parse_uuid(to_string(id)) == id);
    last = id;
  }
}

TEST_CASE("an id starts with the time it was made") {
  auto before = now().ms;
  auto id = new_uuid();
  std::int64_t ms = 0;
  for (int i = 0; i < 6; ++i) ms = ms << 8 | id.bytes[i];
  CHECK(ms >= before);
  CHECK(ms <= now().ms + 20);
}

TEST_CASE("every kind of refusal has a name and a code of its own") {
  std::set<int> codes;
  for (int i = 0; i <= static_cast<int>(kind::internal); ++i) {
    auto k = static_cast<kind>(i);
    CHECK(kind_named(name_of(k)) == k);
    CHECK(codes.insert(json_rpc_code(k)).second);
  }
}

TEST_CASE("metrics are printed in Prometheus' text format") {
  metrics::get_counter("verbund_test_total", "Help.", "a=\"b\"").add(3);
  metrics::get_histogram("verbund_test_seconds", "Help.").observe(.003);
  auto text = metrics::text();
  CHECK(text.find("# TYPE verbund_test_total counter\nverbund_test_total{a=\"b\"} 3\n") != text.npos);
  CHECK(text.find("verbund_test_seconds_bucket{le=\"0.005\"} 1\n") != text.npos);
  CHECK(text.find("verbund_test_seconds_bucket{le=\"+Inf\"} 1\n") != text.npos);
  CHECK(text.find("verbund_test_seconds_count 1\n") != text.npos);
}

namespace {
struct settings_file {
  std::string path = "/tmp/verbund_base_test_" + to_string(new_uuid()) + ".toml";
  explicit settings_file(const std::string& text) { std::ofstream(path) << text; }
  ~settings_file() { std::remove(path.c_str()); }
};
std::string problem_of(const std::string& text, const std::map<std::string, std::string>& environment = {}) {
  settings_file file(text);
  try {
    load_settings(file.path, environment);
  } catch (const std::exception& e) {
    return e.what();
  }
  return {};
}
}  // namespace

TEST_CASE("settings come from the file, the environment wins") {
  settings_file file("[gateway]\nlisten = \"127.0.0.1:1\"\nthreads = 3\npublic_origins = [\"http://a\"]\n");
  auto s = load_settings(
      file.path, {{"VERBUND_GATEWAY_LISTEN", "127.0.0.1:2"}, {"VERBUND_SERVICE_HOST", "members,chat"}});
  CHECK(s.gateway.listen == "127.0.0.1:2");
  CHECK(s.gateway.threads == 3);
  CHECK(s.gateway.public_origins == std::vector<std::string>{"http://a"});
  CHECK(s.service.host.size() == 2);
}

TEST_CASE("unknown or unfit settings are refused by name") {
  CHECK(problem_of("[gateway]\nlisen = \"x\"\n").find("gateway.lisen") != std::string::npos);
  CHECK(problem_of("[gatewy]\nlisten = \"x\"\n").find("gatewy") != std::string::npos);
  CHECK(problem_of("[gateway]\nthreads = \"two\"\n").find("gateway.threads") != std::string::npos);
  CHECK(problem_of("[gateway\n").find("line") != std::string::npos);
  CHECK(problem_of("", {{"VERBUND_GATEWAY_LISEN", "x"}}).find("VERBUND_GATEWAY_LISEN") != std::string::npos);
  CHECK(problem_of("", {{"VERBUND_GATEWAY_THREADS", "-1"}}).find("VERBUND_GATEWAY_THREADS") !=
        std::string::npos);
}

TEST_CASE("printed settings are read back as the same settings") {
  settings s;
  s.gateway.public_origins = {"https://a.example"};
  settings_file file(to_toml(s));
  CHECK(to_toml(load_settings(file.path, {})) == to_toml(s));
}
