// One WebSocket: reads requests, sends answers and events, notices when it is stuck, idle or over.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/admission.hpp"
#include "gateway/identity.hpp"
#include "gateway/live/parcel.hpp"
#include "gateway/live/subscriptions.hpp"
#include "gateway/rate.hpp"
#include "gateway/websocket/frame.hpp"
#include "gateway/websocket/outbox.hpp"
#include "gateway/websocket/transport.hpp"
#include "shared/base/clock.hpp"
#include "shared/base/id.hpp"
#include "shared/rpc/envelope.hpp"

namespace verbund::gateway {

class core;

/// Names a session of one core across time: the generation tells a reused index from the session meant.
struct session_handle {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
};

/// One part of a gather write: frames of a parcel.
struct piece {
  const std::shared_ptr<const parcel>* owner;
  std::string_view bytes;
};

/// Never leaves its core's thread. Callbacks instead of a coroutine, so that an idle session is small.
class session : public std::enable_shared_from_this<session> {
 public:
  session(core&, transport, identity, admission::ticket, std::string address);

  /// Says hello and reads; `early` are bytes that came with the handshake.
  void start(session_handle, std::string early);
  /// Queues a JSON text; everything of one turn of the loop leaves in one write.
  void answer(std::string_view json);
  /// The same for what may be lost: dropped when the outbox is half full.
  void mention(std::string_view json);
  /// Sends frames now; at most 64 pieces.
  void deliver(const piece* pieces, std::size_t count);
  /// Sends a close frame and ends in good order; what is unsent and not begun is dropped for a slow reader.
  void close(std::uint16_t code, std::string_view reason);
  /// Sends what answer() has queued.
  void flush();
  /// Once a second: deadlines.
  void tick();
  /// Ends at once, without a word.
  void finish();

  bool is_open() const { return state_ == state::open; }
  session_handle handle() const { return handle_; }
  const identity& who() const { return who_; }
  const std::string& address() const { return address_; }
  watch_list& watching() { return watching_; }
  void request_done() { --outstanding_; }
  /// Whether a person did something here since the last time this was asked; watching alone does not count.
  bool take_used() { return std::exchange(used_, false); }

  std::uint32_t first_piece = 0;  ///< fan-out's own: where this session's pieces of a batch begin; 0: none

 private:
  enum class state : std::uint8_t { open, closing, shut, dead };

  void wait_readable();
  void wait_writable();
  void on_readable();
  void on_writable();
  void read(std::span<char> bytes);
  void on_event(const frame_event&);
  void on_message(std::string_view text);
  void on_ping(std::string_view payload);
  void refuse(std::string_view id, const refusal&);
  void call_service(const rpc::call&);
  bool spend_token(std::string_view id);
  void slow_path(const piece* pieces, std::size_t count, std::size_t sent);
  void after_queueing();
  void shut_if_drained();
  void check_expiry();
  void doom();

  // What fan-out touches stands first, together.
  transport transport_;
  state state_ = state::open;
  bool flush_queued_ = false;
  bool write_waits_ = false;
  bool asked_expiry_ = false;
  bool used_ = true;
  std::unique_ptr<outbox> outbox_;
  std::string corked_;  // frames queued in this turn
  core& core_;
  session_handle handle_;
  std::uint32_t last_read_ = 0;      // seconds of the core's clock
  std::uint32_t last_progress_ = 0;  // of writing, while something waits
  std::uint32_t deadline_ = 0;       // of closing
  std::uint32_t pinged_ = 0;
  std::uint32_t strikes_ = 0;
  std::uint16_t outstanding_ = 0;
  token_bucket tokens_;
  frame_reader reader_;
  watch_list watching_;
  identity who_;
  admission::ticket ticket_;
  std::string address_;
};
}  // namespace verbund::gateway
