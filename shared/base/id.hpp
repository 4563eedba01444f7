// UUIDs (RFC 9562): the 16 bytes, their text, version 7 made here.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace verbund {

/// 16 bytes, ordered as bytes, which for version 7 is order of creation.
struct uuid {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const uuid&) const = default;
  bool is_nil() const { return *this == uuid{}; }
};

/// A new version 7 id: milliseconds, then random bits from the system's generator; within one thread strictly
/// growing.
uuid new_uuid();
/// Lower-case canonical text of 36 characters.
std::string to_string(const uuid&);
/// Appends the text, for writers of JSON.
void append(std::string& out, const uuid&);
/// Reads canonical text, either case; nothing when it is not one.
std::optional<uuid> parse_uuid(std::string_view text);
/// True for version 7, variant 10: the only ids the protocol accepts.
bool is_version_7(const uuid&);
}  // namespace verbund

template <>
struct std::hash<verbund::uuid> {
  std::size_t operator()(const verbund::uuid& id) const noexcept {
    std::uint64_t parts[2];
    std::memcpy(parts, id.bytes.data(), 16);
    return parts[0] * 0x9E3779B97F4A7C15ull ^ parts[1];
  }
};
