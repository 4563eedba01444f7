// The registry of metrics and its text.
#include "shared/base/metrics.hpp"

#include <cstdio>
#include <map>
#include <memory>
#include <mutex>

namespace verbund::metrics {
namespace {
template <class M>
struct family {
  std::string help;
  std::map<std::string, std::unique_ptr<M>, std::less<>> members;
};
template <class M>
using families = std::map<std::string, family<M>, std::less<>>;

struct registry {
  std::mutex mutex;
  families<counter> counters;
  families<gauge> gauges;
  families<histogram> histograms;
};

registry& all() {
  static registry r;
  return r;
}

template <class M>
M& find(families<M>& list, std::string_view name, std::string_view help, std::string_view labels) {
  std::lock_guard lock(all().mutex);
  auto& f = list[std::string(name)];
  if (f.help.empty()) f.help = help;
  auto& m = f.members[std::string(labels)];
  if (!m) m = std::make_unique<M>();
  return *m;
}

std::string braces(std::string_view labels) {
  return labels.empty() ? "" : "{" + std::string(labels) + "}";
}

template <class M, class Write>
void print(std::string& out, const families<M>& list, std::string_view type, Write write) {
  for (const auto& [name, f] : list) {
    out += "# HELP " + name + " " + f.help + "\n# TYPE " + name + " " + std::string(type) + "\n";
    for (const auto& [labels, m] : f.members) out += write(name, labels, *m);
  }
}
}  // namespace

void histogram::observe(double seconds) {
  std::size_t i = 0;
  while (i < bounds.size() && seconds > bounds[i]) ++i;
  buckets_[i].fetch_add(1, std::memory_order_relaxed);
  sum_us_.fetch_add(static_cast<std::uint64_t>(seconds * 1e6), std::memory_order_relaxed);
}

std::string histogram::text(std::string_view name, std::string_view labels) const {
  std::string out, prefix = std::string(name);
  std::string lead = labels.empty() ? "" : std::string(labels) + ",";
  std::uint64_t total = 0;
  for (std::size_t i = 0; i <= bounds.size(); ++i) {
    total += buckets_[i].load(std::memory_order_relaxed);
    char bound[32] = "+Inf";
    if (i < bounds.size()) std::snprintf(bound, sizeof bound, "%g", bounds[i]);
    out += prefix + "_bucket{" + lead + "le=\"" + bound + "\"} " + std::to_string(total) + "\n";
  }
  char sum[48];
  std::snprintf(sum, sizeof sum, "%.6f", static_cast<double>(sum_us_.load(std::memory_order_relaxed)) / 1e6);
  out += prefix + "_sum" + braces(labels) + " " + sum + "\n";
  out += prefix + "_count" + braces(labels) + " " + std::to_string(total) + "\n";
  return out;
}

counter& get_counter(std::string_view name, std::string_view help, std::string_view labels) {
  return find(all().counters, name, help, labels);
}
gauge& get_gauge(std::string_view name, std::string_view help, std::string_view labels) {
  return find(all().gauges, name, help, labels);
}
histogram& get_histogram(std::string_view name, std::string_view help, std::string_view labels) {
  return find(all().histograms, name, help, labels);
}

std::string text() {
  auto& r = all();
  std::lock_guard lock(r.mutex);
  std::string out;
  auto number = [](const std::string& name, const std::string& labels, const auto& m) {
    return name + braces(labels) + " " + std::to_string(m.value()) + "\n";
  };
  print(out, r.counters, "counter", number);
  print(out, r.gauges, "gauge", number);
  print(out, r.histograms, "histogram",
        [](const std::string& name, const std::string& labels, const histogram& h) {
          return h.text(name, labels);
        });
  return out;
}
}  // namespace verbund::metrics
