// The gateway's end of a link: one socket to one service process, many requests in flight.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "shared/async/task.hpp"
#include "shared/rpc/envelope.hpp"

namespace verbund::rpc {

struct link_settings {
  std::string address;                 ///< unix:PATH or address:port
  std::size_t outstanding = 4096;      ///< requests in flight; beyond that `overloaded` at once
  std::size_t queued_bytes = 8 << 20;  ///< unsent bytes; beyond that `overloaded` at once
};

/// What a call asks for; the views need to live only until call() returns.
struct outgoing {
  std::string_view method;
  std::optional<uuid> member;
  std::optional<uuid> session;
  std::string_view address;
  std::string_view trace;
  std::string_view params = "{}";
  std::chrono::milliseconds time_left{10000};
};

/// Reconnects by itself with full jitter. Belongs to one thread. What waits in one turn of the loop leaves in
/// one write.
class link : public std::enable_shared_from_this<link> {
 public:
  using answer = std::function<void(const link_reply&)>;

  static std::shared_ptr<link> create(asio::io_context&, link_settings);
  virtual ~link() = default;
  virtual void start() = 0;
  /// Sends a request. `done` is called exactly once, never from inside call(): with the service's answer, or
  /// with an error made here: unavailable (not connected, link broken, no answer in time) or overloaded. A
  /// request that is timed out or whose link broke may still have been done: at-least-once is end to end.
  virtual void call(const outgoing&, answer done) = 0;
  /// The same as a coroutine: the raw result, or throws the refusal.
  task<std::string> ask(outgoing);
  virtual bool connected() const = 0;
  virtual std::size_t outstanding() const = 0;
  /// Called with true after each successful (re)connection, with false when one has broken.
  virtual void on_change(std::function<void(bool connected)>) = 0;
  virtual void stop() = 0;
};
}  // namespace verbund::rpc
