// How often somebody may ask, and that a full table of buckets forgives nobody.
#include "gateway/rate.hpp"

#include "shared/base/catch.hpp"

using namespace verbund::gateway;
using namespace std::chrono_literals;

namespace {
const token_bucket::time_point begin = token_bucket::time_point{} + 1h;
}

TEST_CASE("after its burst a key waits until there is a token again") {
  rate_table table({10, 2}, 100);
  CHECK(table.take("a", begin) == 0);
  CHECK(table.take("a", begin) == 0);
  CHECK(table.take("a", begin) > 0);
  CHECK(table.take("b", begin) == 0);
  CHECK(table.take("a", begin + 150ms) == 0);
}

TEST_CASE("a full table lets new keys wait and forgives no old one") {
  rate_table table({0.01, 1}, 3);
  for (auto key : {"a", "b", "c"}) CHECK(table.take(key, begin) == 0);
  CHECK(table.take("d", begin) == 1000);
  for (auto key : {"a", "b", "c"}) CHECK(table.take(key, begin) > 0);
}

TEST_CASE("buckets that are full again make place, looked for at most once a second") {
  rate_table table({10, 1}, 2);
  CHECK(table.take("a", begin) == 0);
  CHECK(table.take("b", begin) == 0);
  CHECK(table.take("c", begin) == 1000);
  CHECK(table.take("c", begin + 500ms) == 1000);
  CHECK(table.take("c", begin + 1001ms) == 0);
}
