// Streams of one session whose right is being asked again.
#pragma once
#include <string>
#include <vector>

#include "gateway/live/subscriptions.hpp"
#include "gateway/websocket/session.hpp"

namespace verbund::gateway {

struct recheck {
  struct suspended {
    stream_index stream;
    std::int64_t after;  ///< the session has everything up to here
    bool head;
    bool allowed = false;
    bool dropped = false;  ///< the client has unsubscribed meanwhile
  };

  session_handle who;
  identity whose;
  std::string address;
  std::vector<suspended> streams;
  std::size_t unanswered = 0;
  bool failed = false;
  bool stale = false;  ///< something more was taken away since it was asked
};
}  // namespace verbund::gateway
