// The talk of one channel as written in a file, and its moving to the present.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/clock.hpp"

namespace verbund::admin::demo {

/// `-DAY HH:MM member-key | text`
struct line {
  int day = 0;     ///< days before day 0
  int minute = 0;  ///< of that day, local time
  std::string author;
  bool reply = false;  ///< to the line before
  std::string text;
};
using conversation = std::vector<line>;

/// Throws failure naming the place for a line that is none.
conversation parse_conversation(std::string_view text, const std::string& path);

/// Day 0 is a Tuesday: today, or the next one. Everything is Central European time, whatever the machine
/// says.
class calendar {
 public:
  explicit calendar(timestamp now);
  /// When the n-th line of the same minute was said.
  timestamp when(const line&, int nth) const;

 private:
  int year_ = 0, month_ = 0, day_ = 0;  ///< day 0
};

/// How many lines lie in the past, with the time of each: a prefix of the conversation, in its order.
std::vector<timestamp> times_until(const conversation&, timestamp now);
}  // namespace verbund::admin::demo
