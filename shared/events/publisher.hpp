// Publishing the events of a commit.
#pragma once
#include <vector>

#include "shared/events/entry.hpp"
#include "shared/redis/client.hpp"

namespace verbund::events {

class publisher {
 public:
  explicit publisher(redis::client& client) : client_(client) {}
  /// One PUBLISH per channel, the order of entries kept. Never waits and never fails: what is lost is
  /// counted, and found by its position.
  void publish(const std::vector<entry>& entries);
  /// Wakes who reads this service's outbox; a wake that is lost costs them a second.
  void wake(std::string_view service) { client_.publish(wake_channel(service), "-"); }

 private:
  redis::client& client_;
};
}  // namespace verbund::events
