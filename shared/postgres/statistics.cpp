// Histograms by query, looked up once per thread and query.
#include "shared/postgres/statistics.hpp"

#include <mutex>
#include <unordered_map>

#include "shared/base/metrics.hpp"

namespace verbund::postgres {
namespace {
struct names {
  std::mutex mutex;
  std::set<std::string, std::less<>> executed;
};
names& all() {
  static names n;
  return n;
}

metrics::histogram& find(const char* query) {
  {
    std::lock_guard lock(all().mutex);
    all().executed.emplace(query);
  }
  return metrics::get_histogram("verbund_sql_seconds", "Time from sending a statement to its answer.",
                                "query=\"" + std::string(query) + "\"");
}
}  // namespace

void record(const char* query, double seconds) {
  thread_local std::unordered_map<const char*, metrics::histogram*> known;
  auto& histogram = known[query];
  if (!histogram) histogram = &find(query);
  histogram->observe(seconds);
}

std::set<std::string, std::less<>> executed_queries() {
  std::lock_guard lock(all().mutex);
  return all().executed;
}
}  // namespace verbund::postgres
