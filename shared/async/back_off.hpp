// How long to wait before connecting again: full jitter, doubling, capped; calm resets it.
#pragma once
#include <algorithm>
#include <chrono>
#include <random>

#include "shared/async/task.hpp"

namespace verbund {

/// One per connection that comes back by itself. Whole herds use it at once, hence the jitter.
class back_off {
 public:
  using milliseconds = std::chrono::milliseconds;
  explicit back_off(milliseconds cap = milliseconds(2000), milliseconds first = milliseconds(50))
      : cap_(cap), first_(first) {}

  /// Notes that a connection was made; only one that then holds for 30 s resets the waiting.
  void connected() { since_ = steady_clock::now(); }

  /// The wait before the next attempt: anything from 5 ms up to a bound that doubles with each attempt.
  milliseconds next() {
    if (since_ != steady_clock::time_point{} && steady_clock::now() - since_ > std::chrono::seconds(30))
      bound_ = first_;
    since_ = {};
    bound_ = std::min(cap_, bound_.count() ? bound_ : first_);
    thread_local std::minstd_rand random{std::random_device{}()};
    milliseconds wait(std::uniform_int_distribution<milliseconds::rep>(
        5, std::max<milliseconds::rep>(5, bound_.count()))(random));
    bound_ = std::min(cap_, bound_ * 2);
    return wait;
  }

 private:
  milliseconds cap_, first_, bound_{0};
  steady_clock::time_point since_{};
};
}  // namespace verbund
