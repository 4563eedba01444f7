// What Redis answers.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace verbund::redis {
enum class shape { nil, integer, text, status, error, list };

/// One reply, with its parts when it is a list.
struct reply {
  shape kind = shape::nil;
  std::int64_t integer = 0;
  std::string text;
  std::vector<reply> items;
  bool is_nil() const { return kind == shape::nil; }
};
}  // namespace verbund::redis
