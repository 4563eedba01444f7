// Sorting the events of a commit into channels.
#include "shared/events/publisher.hpp"

#include <array>

namespace verbund::events {
void publisher::publish(const std::vector<entry>& entries) {
  std::array<std::string, channel_count> payloads;
  for (const auto& e : entries) append(payloads[channel_of(e.stream)], e);
  for (unsigned n = 0; n < channel_count; ++n)
    if (!payloads[n].empty()) client_.publish(channel_name(n), payloads[n]);
}
}  // namespace verbund::events
