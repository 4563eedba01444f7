// Letting in, in order, as many as there is room for.
#include "gateway/entrance.hpp"

#include <algorithm>
#include <utility>

namespace verbund::gateway {
using namespace std::chrono_literals;
namespace {
// The page gives a handshake eight seconds, of which the way to here may already have taken some when
// thousands come, and a call ten.
constexpr auto patience_at_the_door = 3s;
constexpr auto patience_inside = 8s;
constexpr std::chrono::milliseconds soonest = 1s;
constexpr std::chrono::milliseconds latest = 20s;
// The pace is that of the worst moment: some come in vain, but the door waits for nobody.
constexpr double overbooked = 2;
constexpr double pace_memory = 0.95;
constexpr double slowest_pace_ms = 1000;
}  // namespace

void entrance::arrive(admitted come) {
  if (closed_ || wait_ms() > std::chrono::milliseconds(patience_at_the_door).count())
    return come(std::nullopt);
  arrivals_.push_back({std::move(come), now_()});
  let_in();
}

void entrance::ask(admitted come) {
  if (closed_) return come(std::nullopt);
  asking_.push_back({std::move(come), now_()});
  let_in();
}

std::int64_t entrance::wait_ms() const {
  return static_cast<std::int64_t>(static_cast<double>(arrivals_.size()) * pace_ms_);
}

std::int64_t entrance::appointment() {
  auto now = now_();
  auto earliest = now + std::clamp<std::chrono::milliseconds>(std::chrono::milliseconds(wait_ms()), soonest,
                                                              patience_at_the_door);
  booked_ += std::chrono::duration_cast<clock::duration>(
      std::chrono::duration<double, std::milli>(pace_ms_ / overbooked));
  // Nobody is sent away for longer; when all that time is booked, it is booked twice.
  if (booked_ < earliest || booked_ > now + latest) booked_ = earliest;
  return std::chrono::ceil<std::chrono::milliseconds>(booked_ - now).count();
}

void entrance::left() {
  --inside_;
  let_in();
}

// A loop and no recursion: whoever is let in may be done at once.
void entrance::let_in() {
  if (std::exchange(letting_in_, true)) return;
  while (!closed_ && inside_ < at_once_ && waiting() > 0) {
    bool from_inside = !asking_.empty();
    auto& line = from_inside ? asking_ : arrivals_;
    auto next = std::move(line.front());
    line.pop_front();
    if (now_() - next.since > (from_inside ? patience_inside : patience_at_the_door)) {
      next.come(std::nullopt);
      continue;
    }
    if (!from_inside) pace();
    ++inside_;
    next.come(turn(this));
  }
  letting_in_ = false;
}

void entrance::pace() {
  auto now = now_();
  if (last_ && !arrivals_.empty()) {
    auto since = std::chrono::duration<double, std::milli>(now - *last_).count();
    pace_ms_ = pace_ms_ * pace_memory + std::min(since, slowest_pace_ms) * (1 - pace_memory);
  }
  last_ = now;
}

void entrance::tick() {
  refuse_late(arrivals_, patience_at_the_door);
  refuse_late(asking_, patience_inside);
}

void entrance::refuse_late(std::deque<guest>& line, clock::duration patience) {
  auto now = now_();
  while (!line.empty() && now - line.front().since > patience) {
    auto late = std::move(line.front());
    line.pop_front();
    late.come(std::nullopt);
  }
}

void entrance::close() {
  closed_ = true;
  arrivals_.clear();
  asking_.clear();
}
}  // namespace verbund::gateway
