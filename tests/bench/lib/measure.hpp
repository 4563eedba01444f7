// What the figures are made of: clocks, CPU time and memory of other processes, order statistics, the
// result's line.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace verbund::bench {

/// Nanoseconds of the monotonic clock.
std::int64_t now_ns();
/// CPU time, user and system, of all threads of a process so far, in nanoseconds. Throws when it is gone.
std::int64_t cpu_ns(pid_t process);
/// The same of a process, its children and those children that have ended (PostgreSQL and its backends).
std::int64_t cpu_ns_with_children(pid_t process);

struct memory {
  std::int64_t private_dirty = 0;  ///< bytes nobody shares
  std::int64_t pss = 0;            ///< bytes, shared ones in proportion
};
memory memory_of(pid_t process);

/// The value that `share` (0 to 1) of the values do not exceed; sorts in place.
double quantile(std::vector<double>& values, double share);

/// Prints one result for the report: {"figure":…,"samples":[…],"notes":{"name":[…]}}.
void print_result(std::string_view figure, const std::vector<double>& samples,
                  const std::vector<std::pair<std::string, std::vector<double>>>& notes = {});
}  // namespace verbund::bench
