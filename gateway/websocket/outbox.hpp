// What a session could not send at once: shared bytes, in order, bounded by the session.
#pragma once
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/websocket/transport.hpp"

namespace verbund::gateway {

class outbox {
 public:
  /// `owner` keeps the bytes alive. `begun`: a part of the frame has been sent already.
  void push(std::shared_ptr<const void> owner, std::string_view bytes, bool begun = false);
  void push(std::string bytes, std::size_t sent);
  bool empty() const { return chunks_.empty(); }
  std::size_t bytes() const { return bytes_; }
  /// Writes as much as the transport takes, up to 64 chunks a call; false when it is broken.
  bool drain(transport&, std::size_t& written);
  /// Forgets all that has not begun to be sent, so that a close frame may follow.
  void drop_unsent();

 private:
  struct chunk {
    std::shared_ptr<const void> owner;
    std::string_view bytes;
  };
  std::deque<chunk> chunks_;
  std::size_t bytes_ = 0;
  bool front_begun_ = false;
};
}  // namespace verbund::gateway
