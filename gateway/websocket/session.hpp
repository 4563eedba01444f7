// One live connection, whatever carries it: sends answers and events, notices when it is stuck or over.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/admission.hpp"
#include "gateway/identity.hpp"
#include "gateway/live/parcel.hpp"
#include "gateway/live/subscriptions.hpp"
#include "gateway/websocket/frame.hpp"
#include "gateway/websocket/outbox.hpp"
#include "gateway/websocket/transport.hpp"
#include "shared/base/clock.hpp"
#include "shared/base/id.hpp"
#include "shared/base/metrics.hpp"

namespace verbund::gateway {

class core;
struct subscribe_call;

/// Names a session of one core across time: the generation tells a reused index from the session meant.
struct session_handle {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
};

/// The first thing every live connection hears.
std::string hello_notification(const identity&);

/// One part of a gather write: frames of a parcel.
struct piece {
  const std::shared_ptr<const parcel>* owner;
  std::string_view bytes;
};

/// What the hub sends to: a WebSocket, or the answer of GET /events. Never leaves its core's thread.
/// Callbacks instead of a coroutine, so that an idle session is small.
class session : public std::enable_shared_from_this<session> {
 public:
  virtual ~session() = default;

  /// Queues a JSON text.
  virtual void answer(std::string_view json) = 0;
  /// The same for what may be lost: dropped when the outbox is half full.
  void mention(std::string_view json);
  /// What became of a subscribe call; the result when it was not refused.
  virtual void subscribed(const subscribe_call&, std::string_view result) = 0;
  /// Sends frames now; at most 64 pieces. The hot path: no virtual call unless the socket is full or the
  /// session gathers.
  void deliver(const piece* pieces, std::size_t count);
  /// Says why and ends in good order; what is unsent and not begun is dropped for a slow reader.
  void close(std::uint16_t code, std::string_view reason);
  /// Sends what was queued.
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
  /// Whether a person did something here since the last time this was asked; watching alone does not count.
  bool take_used() { return std::exchange(used_, false); }

  std::uint32_t first_piece = 0;  ///< fan-out's own: where this session's pieces of a batch begin; 0: none

 protected:
  enum class state : std::uint8_t { open, closing, shut, dead };

  /// `direct`: events go to the socket as the frames they are, else gather() has them.
  session(core&, transport, identity, admission::ticket, std::string address, bool direct);

  void open(session_handle);
  void wait_readable();
  /// Ends in good order once what was queued has left.
  void conclude();
  /// Bytes queued before the socket.
  std::size_t queued() const { return outbox_ ? outbox_->bytes() : 0; }

  virtual void received(std::span<char> bytes) = 0;
  virtual void gather(const piece* pieces, std::size_t count) = 0;
  virtual std::size_t unsent() const { return queued(); }
  /// Appends what the peer is told last.
  virtual void say_farewell(std::string& out, std::uint16_t code, std::string_view reason) = 0;
  /// Once a second while open: what keeps the line alive.
  virtual void beat(std::uint32_t now) = 0;
  /// How many there are of its sort.
  virtual metrics::gauge& population() const = 0;

  // What fan-out touches stands first, together.
  transport transport_;
  state state_ = state::open;
  bool direct_;
  bool flush_queued_ = false;
  bool write_waits_ = false;
  bool asked_expiry_ = false;
  bool used_ = true;
  std::unique_ptr<outbox> outbox_;
  std::string corked_;  // what was queued in this turn
  core& core_;
  session_handle handle_;
  std::uint32_t last_read_ = 0;      // seconds of the core's clock
  std::uint32_t last_progress_ = 0;  // of writing, while something waits
  std::uint32_t deadline_ = 0;       // of closing

 private:
  void wait_writable();
  void on_readable();
  void on_writable();
  void slow_path(const piece* pieces, std::size_t count, std::size_t sent);
  void after_queueing();
  void shut_if_drained();
  void check_expiry();
  void doom();

  watch_list watching_;
  identity who_;
  admission::ticket ticket_;
  std::string address_;
};
}  // namespace verbund::gateway
