// A subscription to a fixed set of channels that comes back by itself; what was published meanwhile is
// missed.
#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/async/task.hpp"
#include "shared/redis/settings.hpp"

namespace verbund::redis {

/// What a subscriber calls, each on its io_context, never from within a call into the subscriber.
struct subscriber_handlers {
  std::function<void(std::string_view channel, std::string payload)> on_message;
  /// All channels are subscribed, the first time or again: whatever was published before may have been
  /// missed.
  std::function<void()> on_subscribed;
  /// The connection is lost; nothing comes until on_subscribed.
  std::function<void()> on_lost;
};

/// Lives on one io_context with one thread.
class subscriber {
 public:
  subscriber(asio::io_context&, settings, std::vector<std::string> channels, subscriber_handlers);
  ~subscriber();
  subscriber(const subscriber&) = delete;
  subscriber& operator=(const subscriber&) = delete;

  /// True while all channels are subscribed.
  bool connected() const;
  /// Ends the subscription for good; no handler is called afterwards.
  void close();

 private:
  struct state;
  std::shared_ptr<state> state_;
};
}  // namespace verbund::redis
