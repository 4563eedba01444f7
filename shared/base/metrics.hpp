// Counters, gauges and histograms with fixed labels, printed in Prometheus' text format. No member ids in
// labels.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace verbund::metrics {

/// A number that only grows. Address stays valid for the life of the process; safe from every thread.
class counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// A number that goes up and down.
class gauge {
 public:
  void add(std::int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
  void set(std::int64_t n) { value_.store(n, std::memory_order_relaxed); }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

/// Durations in seconds, in fixed buckets from 0.5 ms to 10 s.
class histogram {
 public:
  static constexpr std::array<double, 14> bounds{.0005, .001, .0025, .005, .01, .025, .05,
                                                 .1,    .25,  .5,    1,    2.5, 5,    10};
  void observe(double seconds);
  std::string text(std::string_view name, std::string_view labels) const;

 private:
  std::array<std::atomic<std::uint64_t>, bounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> sum_us_{0};
};

/// The metric of that name and label text (`method="chat.history"`, may be empty); made at first use. Keep
/// the reference: the look-up takes a lock. `help` of the first call counts.
counter& get_counter(std::string_view name, std::string_view help, std::string_view labels = {});
gauge& get_gauge(std::string_view name, std::string_view help, std::string_view labels = {});
histogram& get_histogram(std::string_view name, std::string_view help, std::string_view labels = {});

/// Everything in Prometheus' text exposition format 0.0.4.
std::string text();
}  // namespace verbund::metrics
