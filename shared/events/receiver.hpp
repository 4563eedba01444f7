// Receiving all events of all services.
#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/events/entry.hpp"
#include "shared/redis/subscriber.hpp"

namespace verbund::events {

/// Subscribes to all channels. Handlers run on the io_context.
class receiver {
 public:
  /// The entries of one PUBLISH; their texts live as long as the payload.
  using batch_handler =
      std::function<void(std::vector<entry_view>, std::shared_ptr<const std::string> payload)>;
  /// Events may have been missed, up to now: (re)subscribed, or a payload was malformed. Compare positions.
  using gap_handler = std::function<void()>;

  receiver(asio::io_context&, redis::settings, batch_handler on_batch, gap_handler on_gap);

  bool connected() const { return subscriber_.connected(); }
  void close() { subscriber_.close(); }

 private:
  redis::subscriber subscriber_;
};
}  // namespace verbund::events
