// Publishing events as a service does, without the service: the gateway's fan-out alone.
#pragma once
#include <string>
#include <vector>

#include "shared/events/entry.hpp"
#include "tests/bench/lib/net.hpp"

namespace verbund::bench {

class event_source {
 public:
  explicit event_source(const std::string& redis_socket) : socket_(connect_unix(redis_socket)) {}
  /// One PUBLISH with all entries, which belong to one stream. Throws when nobody receives it.
  void publish(const std::vector<events::entry>& entries);

 private:
  descriptor socket_;
};

/// A message event as chat makes it: about 500 bytes.
events::entry message_event(const std::string& channel, std::int64_t position);
}  // namespace verbund::bench
