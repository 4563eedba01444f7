// The strict check of a request's head, on its raw bytes, before any parser reads it.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace verbund::gateway {

/// Why a head is refused: the status and a sentence for whoever sent it.
struct head_fault {
  unsigned status;
  std::string_view sentence;
  bool operator==(const head_fault&) const = default;
};

inline constexpr std::size_t head_limit = 16384;
inline constexpr std::size_t header_limit = 100;
inline constexpr std::size_t target_limit = 8192;

/// Where a head ends, or why it never will. `size` 0 and no fault: more bytes are needed.
struct head_scan {
  std::size_t size = 0;
  std::optional<head_fault> fault;
};
/// Looks for the empty line that ends the head; refuses bare CR, bare LF and control characters on the way.
/// `from`: bytes that an earlier call has already looked at.
head_scan find_head(std::string_view bytes, std::size_t from = 0);

/// Judges a complete head, its empty line included. Refused is everything that two readers might understand
/// differently: any Transfer-Encoding but `chunked` in HTTP/1.1, together with Content-Length, repeated or
/// odd Content-Length, folded lines, none or two Hosts, spaces before the colon, targets that are no path.
std::optional<head_fault> check_request_head(std::string_view head);
}  // namespace verbund::gateway
