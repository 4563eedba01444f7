// Points in time as the protocol knows them: milliseconds of Unix time, written as RFC 3339 in UTC.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace verbund {

/// Milliseconds since 1970-01-01T00:00:00Z.
struct timestamp {
  std::int64_t ms = 0;
  auto operator<=>(const timestamp&) const = default;
};

timestamp now();
/// "2026-01-31T12:00:00.000Z", for years 0000 to 9999.
std::string to_string(timestamp);
/// Reads exactly that form; nothing otherwise.
std::optional<timestamp> parse_timestamp(std::string_view);
}  // namespace verbund
