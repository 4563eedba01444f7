// Reads /proc and the kernel's CPU clocks, which count in nanoseconds where /proc/PID/stat counts in ticks.
#include "tests/bench/lib/measure.hpp"

#include <dirent.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace verbund::bench {
namespace {
std::int64_t ns_of(const timespec& t) {
  return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

std::int64_t cpu_ns_or_zero(pid_t process) {
  clockid_t clock;
  timespec t{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &t) != 0) return 0;
  return ns_of(t);
}

/// The fields of /proc/PID/stat behind the name, which may hold spaces; empty when the process is gone.
std::vector<std::string> stat_fields(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string line;
  std::getline(file, line);
  auto behind = line.rfind(')');
  std::vector<std::string> fields;
  if (behind == line.npos) return fields;
  std::istringstream rest(line.substr(behind + 1));
  for (std::string field; rest >> field;) fields.push_back(field);
  return fields;
}

std::vector<pid_t> children_of(pid_t process) {
  std::vector<pid_t> found;
  auto* folder = opendir("/proc");
  if (!folder) throw std::runtime_error("cannot read /proc");
  while (auto* entry = readdir(folder)) {
    auto pid = static_cast<pid_t>(std::atoi(entry->d_name));
    if (pid <= 0) continue;
    auto fields = stat_fields(pid);
    if (fields.size() > 1 && std::atoi(fields[1].c_str()) == process) found.push_back(pid);
  }
  closedir(folder);
  return found;
}

std::string number_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

void append_list(std::string& out, const std::vector<double>& values) {
  out += '[';
  for (std::size_t i = 0; i < values.size(); ++i) out += (i ? "," : "") + number_text(values[i]);
  out += ']';
}
}  // namespace

std::int64_t now_ns() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return ns_of(t);
}

std::int64_t cpu_ns(pid_t process) {
  auto ns = cpu_ns_or_zero(process);
  if (ns == 0) throw std::runtime_error("process " + std::to_string(process) + " is gone");
  return ns;
}

std::int64_t cpu_ns_with_children(pid_t process) {
  auto sum = cpu_ns(process);
  for (auto child : children_of(process)) sum += cpu_ns_or_zero(child);
  // Fields 16 and 17 of proc(5), ticks of ended children; stat_fields begins with field 3.
  auto fields = stat_fields(process);
  if (fields.size() > 14)
    sum += (std::atoll(fields[13].c_str()) + std::atoll(fields[14].c_str())) * 1'000'000'000 /
           sysconf(_SC_CLK_TCK);
  return sum;
}

memory memory_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/smaps_rollup");
  memory found;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string name;
    std::int64_t kilobytes = 0;
    words >> name >> kilobytes;
    if (name == "Private_Dirty:") found.private_dirty = kilobytes * 1024;
    if (name == "Pss:") found.pss = kilobytes * 1024;
  }
  if (found.pss == 0)
    throw std::runtime_error("cannot read the memory of process " + std::to_string(process));
  return found;
}

double quantile(std::vector<double>& values, double share) {
  if (values.empty()) throw std::runtime_error("no values");
  std::sort(values.begin(), values.end());
  auto at = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[std::min(values.size() - 1, at == 0 ? 0 : at - 1)];
}

void print_result(std::string_view figure, const std::vector<double>& samples,
                  const std::vector<std::pair<std::string, std::vector<double>>>& notes) {
  std::string out = "{\"figure\":\"" + std::string(figure) + "\",\"samples\":";
  append_list(out, samples);
  out += ",\"notes\":{";
  bool first = true;
  for (const auto& [name, values] : notes) {
    out += (first ? "\"" : ",\"") + name + "\":";
    append_list(out, values);
    first = false;
  }
  std::printf("%s}}\n", out.c_str());
  std::fflush(stdout);
}
}  // namespace verbund::bench
