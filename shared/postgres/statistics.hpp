// What was run: durations per query for the metrics, names for the coverage test.
#pragma once
#include <set>
#include <string>
#include <string_view>

namespace verbund::postgres {
/// Notes that the query was answered after that time (verbund_sql_seconds). The name must live as long as the
/// process.
void record(const char* query, double seconds);
/// The names of all queries answered in this process so far.
std::set<std::string, std::less<>> executed_queries();
}  // namespace verbund::postgres
