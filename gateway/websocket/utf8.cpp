// The state machine of RFC 3629's table.
#include "gateway/websocket/utf8.hpp"

#include <cstring>

namespace verbund::gateway {

bool utf8_checker::feed(std::string_view piece) {
  auto at = reinterpret_cast<const unsigned char*>(piece.data());
  auto end = at + piece.size();
  while (at != end) {
    if (missing_ == 0) {
      // Nearly everything is ASCII: look at eight bytes at once.
      while (end - at >= 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        if (word & 0x8080808080808080ull) break;
        at += 8;
      }
      if (at == end) break;
      unsigned char c = *at++;
      if (c < 0x80) continue;
      if (c < 0xC2 || c > 0xF4) return false;
      missing_ = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
      least_ = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
      greatest_ = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
      continue;
    }
    unsigned char c = *at++;
    if (c < least_ || c > greatest_) return false;
    least_ = 0x80;
    greatest_ = 0xBF;
    --missing_;
  }
  return true;
}
}  // namespace verbund::gateway
