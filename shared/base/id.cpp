// Making, reading and writing UUIDs.
#include "shared/base/id.hpp"

#include <sodium.h>

#include <chrono>

namespace verbund {
namespace {
constexpr char digits[] = "0123456789abcdef";

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}
}  // namespace

uuid new_uuid() {
  // A counter in the 12 bits after the time keeps ids of one thread and millisecond in order; it starts low
  // enough to leave room for 2,048 of them before the time itself is pushed on.
  thread_local std::uint64_t last_ms = 0;
  thread_local std::uint32_t counter = 0;
  uuid id;
  randombytes_buf(id.bytes.data(), id.bytes.size());
  auto now = std::chrono::system_clock::now().time_since_epoch();
  auto ms = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  if (ms > last_ms) {
    last_ms = ms;
    counter = id.bytes[6] * 8u % 2048u;
  } else if (++counter > 0xfff) {
    ++last_ms;
    counter = 0;
  }
  for (int i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(last_ms >> (40 - 8 * i));
  id.bytes[6] = static_cast<std::uint8_t>(0x70 | (counter >> 8));
  id.bytes[7] = static_cast<std::uint8_t>(counter);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  return id;
}

void append(std::string& out, const uuid& id) {
  char text[36];
  char* at = text;
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    *at++ = digits[id.bytes[i] >> 4];
    *at++ = digits[id.bytes[i] & 15];
  }
  out.append(text, sizeof text);
}

std::string to_string(const uuid& id) {
  std::string out;
  append(out, id);
  return out;
}

std::optional<uuid> parse_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  uuid id;
  std::size_t at = 0;
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      if (text[at++] != '-') return std::nullopt;
    int high = digit(text[at]), low = digit(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    id.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    at += 2;
  }
  return id;
}

bool is_version_7(const uuid& id) {
  return id.bytes[6] >> 4 == 7 && id.bytes[8] >> 6 == 2;
}
}  // namespace verbund
