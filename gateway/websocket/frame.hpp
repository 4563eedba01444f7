// The frame codec: the server's side of RFC 6455 without extensions, and without any socket.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "gateway/websocket/utf8.hpp"

namespace verbund::gateway {

enum class opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// Close codes the gateway sends (docs/protocol.md says what a client does with each).
enum close_code : std::uint16_t {
  close_normal = 1000,
  close_protocol_error = 1002,
  close_unsupported = 1003,
  close_no_status = 1005,  ///< never on the wire: the peer's close frame was empty
  close_bad_text = 1007,
  close_too_big = 1009,
  close_restart = 1012,
  close_come_later = 1013,
  close_expired = 4401,
  close_revoked = 4403,
  close_too_slow = 4408,
  close_too_many = 4429,
};

/// What the reader found next.
struct frame_event {
  enum kind { more, text, binary, ping, pong, close, fault } what = more;
  std::uint16_t code = 0;         ///< of a close (1005 when it had none) or of a fault: what to close with
  std::string_view payload = {};  ///< valid until the next call
};

/// Reads a client's frames from pieces of any size. Complete unfragmented frames are unmasked in place and
/// never copied; only what is incomplete is kept.
class frame_reader {
 public:
  /// The next event of `input`; what was used is removed from its front. `more` means that input is used up.
  /// After a fault everything is refused with the same fault. `most` bounds a message, however fragmented.
  frame_event next(std::span<char>& input, std::size_t most);
  /// Bytes of incomplete messages held at the moment.
  std::size_t held() const { return message_.capacity() + control_.capacity(); }

 private:
  bool read_head(std::span<char>& input);
  frame_event check_head(std::size_t most);
  frame_event finish_frame(std::string_view payload, bool whole);
  frame_event finish_control(std::string_view payload);
  frame_event fail(std::uint16_t code);
  bool is_control() const { return (head_[0] & 0x08) != 0; }
  bool is_final() const { return (head_[0] & 0x80) != 0; }
  opcode code() const { return static_cast<opcode>(head_[0] & 0x0F); }

  std::array<unsigned char, 14> head_{};
  std::uint8_t have_ = 0;  // bytes of the head read
  bool in_payload_ = false;
  bool delivered_ = false;                      // the last event may point into message_ or control_
  opcode message_kind_ = opcode::continuation;  // of the message in fragments; continuation: none
  std::uint8_t mask_at_ = 0;
  std::uint16_t fault_ = 0;
  std::array<unsigned char, 4> mask_{};
  utf8_checker utf8_;
  std::uint64_t left_ = 0;  // payload bytes still to come
  std::string message_;
  std::string control_;
};

/// The head of an unmasked, final frame.
std::size_t frame_head(std::array<char, 10>& out, opcode, std::size_t payload);
/// Appends a whole frame.
void append_frame(std::string& out, opcode, std::string_view payload);
/// Appends a close frame; the reason is cut to what fits.
void append_close(std::string& out, std::uint16_t code, std::string_view reason);
/// Calls with the text of each frame of a row that append_frame() made.
template <class F>
void each_text(std::string_view frames, F f) {
  while (!frames.empty()) {
    auto byte = [&](std::size_t i) {
      return static_cast<std::uint64_t>(static_cast<unsigned char>(frames[i]));
    };
    auto size = byte(1);
    std::size_t head = size == 126 ? 4 : size == 127 ? 10 : 2;
    if (head > 2) size = 0;
    for (std::size_t i = 2; i < head; ++i) size = size << 8 | byte(i);
    f(frames.substr(head, size));
    frames.remove_prefix(head + size);
  }
}
/// Whether a peer may send this code in a close frame.
bool close_code_is_valid(std::uint16_t code);
}  // namespace verbund::gateway
