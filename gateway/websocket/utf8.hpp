// Incremental UTF-8 validation that fails at the first byte that can no longer become valid.
#pragma once
#include <cstdint>
#include <string_view>

namespace verbund::gateway {

/// Feed it text in any pieces; RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
class utf8_checker {
 public:
  /// False as soon as what was fed so far is the beginning of no valid text.
  bool feed(std::string_view piece);
  /// True when the last character is complete.
  bool complete() const { return missing_ == 0; }
  void reset() { *this = {}; }

 private:
  std::uint8_t missing_ = 0;   // continuation bytes still to come
  std::uint8_t least_ = 0x80;  // bounds of the next continuation byte
  std::uint8_t greatest_ = 0xBF;
};
}  // namespace verbund::gateway
