// Reading and writing frames.
#include "gateway/websocket/frame.hpp"

#include <algorithm>
#include <cstring>

namespace verbund::gateway {
namespace {
// XORs with the mask, starting at its byte `at`; eight bytes at once.
void unmask(char* data, std::size_t size, const std::array<unsigned char, 4>& mask, unsigned at) {
  unsigned char turned[8];
  for (unsigned i = 0; i < 8; ++i) turned[i] = mask[(at + i) & 3];
  std::uint64_t word_mask;
  std::memcpy(&word_mask, turned, 8);
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    std::uint64_t word;
    std::memcpy(&word, data + i, 8);
    word ^= word_mask;
    std::memcpy(data + i, &word, 8);
  }
  for (; i < size; ++i) data[i] = static_cast<char>(static_cast<unsigned char>(data[i]) ^ turned[i & 7]);
}

std::size_t head_size(unsigned char second) {
  auto length = second & 0x7F;
  return 6u + (length == 126 ? 2u : length == 127 ? 8u : 0u);
}
}  // namespace

frame_event frame_reader::fail(std::uint16_t code) {
  fault_ = code;
  return {frame_event::fault, code, {}};
}

bool frame_reader::read_head(std::span<char>& input) {
  while (!input.empty()) {
    std::size_t wanted = have_ < 2 ? 2 : head_size(head_[1]);
    auto n = std::min<std::size_t>(wanted - have_, input.size());
    std::memcpy(head_.data() + have_, input.data(), n);
    have_ = static_cast<std::uint8_t>(have_ + n);
    input = input.subspan(n);
    // The first two bytes are judged before the rest is waited for: an illegal frame fails at once.
    if (have_ == 2) return true;
    if (have_ > 2 && have_ == head_size(head_[1])) return true;
  }
  return false;
}

frame_event frame_reader::check_head(std::size_t most) {
  bool masked = (head_[1] & 0x80) != 0;
  unsigned length = head_[1] & 0x7F;
  if (have_ == 2) {
    auto c = static_cast<unsigned>(code());
    if ((head_[0] & 0x70) != 0 || !masked || (c > 2 && c < 8) || c > 10) return fail(close_protocol_error);
    if (is_control() && (!is_final() || length > 125)) return fail(close_protocol_error);
    if (!is_control() && (code() == opcode::continuation) == (message_kind_ == opcode::continuation))
      return fail(close_protocol_error);
    return {};
  }
  std::uint64_t size = length;
  auto at = head_.begin() + 2;
  if (length >= 126) {
    size = 0;
    for (int n = length == 126 ? 2 : 8; n > 0; --n) size = size << 8 | *at++;
    // RFC 6455 5.2: the shortest form only, and the highest bit never.
    if (size < (length == 126 ? 126u : 65536u) || size >> 63) return fail(close_protocol_error);
  }
  std::copy_n(at, 4, mask_.begin());
  if (!is_control() && size > most - std::min(most, message_.size())) return fail(close_too_big);
  left_ = size;
  mask_at_ = 0;
  in_payload_ = true;
  if (!is_control() && code() != opcode::continuation) {
    message_kind_ = code();
    utf8_.reset();
  }
  return {};
}

frame_event frame_reader::finish_control(std::string_view payload) {
  switch (code()) {
    case opcode::ping:
      return {frame_event::ping, 0, payload};
    case opcode::pong:
      return {frame_event::pong, 0, payload};
    default:
      break;
  }
  if (payload.empty()) return {frame_event::close, close_no_status, {}};
  if (payload.size() == 1) return fail(close_protocol_error);
  auto high = static_cast<unsigned char>(payload[0]), low = static_cast<unsigned char>(payload[1]);
  auto status = static_cast<std::uint16_t>(high << 8 | low);
  if (!close_code_is_valid(status)) return fail(close_protocol_error);
  utf8_checker reason;
  if (!reason.feed(payload.substr(2)) || !reason.complete()) return fail(close_bad_text);
  return {frame_event::close, status, payload.substr(2)};
}

// `whole`: the payload is a complete unfragmented message still lying in the input.
frame_event frame_reader::finish_frame(std::string_view payload, bool whole) {
  in_payload_ = false;
  have_ = 0;
  if (is_control()) {
    delivered_ = true;
    return finish_control(payload);
  }
  if (!is_final()) return {};
  auto kind = message_kind_;
  message_kind_ = opcode::continuation;
  if (kind == opcode::text && !utf8_.complete()) return fail(close_bad_text);
  delivered_ = true;
  return {kind == opcode::text ? frame_event::text : frame_event::binary, 0,
          whole ? payload : std::string_view(message_)};
}

frame_event frame_reader::next(std::span<char>& input, std::size_t most) {
  if (delivered_) {
    // Freed, not cleared: an idle session keeps no buffer.
    if (message_kind_ == opcode::continuation) std::string().swap(message_);
    std::string().swap(control_);
    delivered_ = false;
  }
  if (fault_) return fail(fault_);
  for (;;) {
    while (!in_payload_) {
      if (!read_head(input)) return {};
      if (auto e = check_head(most); e.what == frame_event::fault) return e;
    }
    auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size()));
    auto piece = input.first(size);
    input = input.subspan(size);
    unmask(piece.data(), size, mask_, mask_at_);
    bool begins = mask_at_ == 0 && (is_control() ? control_.empty() : message_.empty());
    mask_at_ = static_cast<std::uint8_t>((mask_at_ + size) & 3);
    left_ -= size;
    std::string_view text(piece.data(), size);
    if (!is_control() && message_kind_ == opcode::text && !utf8_.feed(text)) return fail(close_bad_text);
    // Zero copy when the frame lies whole in the input and nothing of its message came before.
    bool whole = left_ == 0 && begins && (is_control() || (is_final() && code() != opcode::continuation));
    if (!whole) (is_control() ? control_ : message_).append(text);
    if (left_ > 0) return {};
    std::string_view payload = whole ? text : std::string_view(is_control() ? control_ : message_);
    if (auto e = finish_frame(payload, whole); e.what != frame_event::more) return e;
  }
}

std::size_t frame_head(std::array<char, 10>& out, opcode code, std::size_t payload) {
  out[0] = static_cast<char>(0x80 | static_cast<unsigned>(code));
  if (payload < 126) {
    out[1] = static_cast<char>(payload);
    return 2;
  }
  unsigned bytes = payload < 65536 ? 2 : 8;
  out[1] = static_cast<char>(bytes == 2 ? 126 : 127);
  for (unsigned i = 0; i < bytes; ++i) out[2 + i] = static_cast<char>(payload >> (8 * (bytes - 1 - i)));
  return 2 + bytes;
}

void append_frame(std::string& out, opcode code, std::string_view payload) {
  std::array<char, 10> head;
  out.append(head.data(), frame_head(head, code, payload.size()));
  out.append(payload);
}

void append_close(std::string& out, std::uint16_t code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  payload.append(reason.substr(0, 123));
  append_frame(out, opcode::close, payload);
}

bool close_code_is_valid(std::uint16_t code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}
}  // namespace verbund::gateway
