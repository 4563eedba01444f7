// Which sessions of one core watch which streams: flat lists, because fan-out walks them for every event.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/live/parcel.hpp"

namespace verbund::gateway {

class session;
using stream_index = std::uint32_t;

/// One session in a stream's list.
struct subscriber {
  gateway::session* session;
  std::int64_t after;  ///< its answer was complete up to here: nothing older is sent
  std::uint32_t slot;  ///< where the session's own list points back
};

/// One stream in a session's list.
struct watched {
  stream_index stream;
  std::uint32_t place;  ///< in the stream's list
  bool head;            ///< level head
};
using watch_list = std::vector<watched>;

struct live_stream {
  std::string name;
  std::vector<subscriber> objects;
  std::vector<subscriber> heads;
  std::uint32_t pending = 0;  ///< subscribe calls that wait for their answer
  bool held = false;          ///< the relay has confirmed that it holds the stream for this core
  /// What was relayed while calls were pending; the sessions may need it after their answer.
  std::vector<std::shared_ptr<const parcel>> recent;
  std::int64_t position = 0;  ///< what level head last heard or will hear
  std::int64_t number = 0;
  std::int64_t head_due_ms = 0;  ///< not before this time of the core's clock
  bool head_waits = false;
  bool used() const { return pending > 0 || !objects.empty() || !heads.empty(); }
};

/// Streams by name and index. The session's own list is passed in; it lives in the session.
class subscriptions {
 public:
  /// The stream of that name; made when it is new.
  stream_index intern(const std::string& name);
  /// The stream, or nothing when nobody here watches it.
  live_stream* find(const std::string& name);
  live_stream& at(stream_index i) { return *streams_[i]; }
  std::size_t size() const { return by_name_.size(); }

  /// Adds the session, or changes its level. An unchanged level never moves `after` backwards.
  void set(session& who, watch_list& own, stream_index, bool head, std::int64_t after);
  /// Takes the session out; false when it was not in.
  bool remove(watch_list& own, stream_index);
  const watched* find(const watch_list& own, stream_index) const;
  /// What the session had when it subscribed: nothing older is sent to it.
  std::int64_t after(const watched& own) { return list(at(own.stream), own.head)[own.place].after; }
  /// Forgets the stream when nothing uses it any more; true when it did.
  bool forget_if_unused(stream_index);

 private:
  std::vector<subscriber>& list(live_stream& s, bool head) { return head ? s.heads : s.objects; }

  std::vector<std::unique_ptr<live_stream>> streams_;
  std::vector<stream_index> free_;
  std::unordered_map<std::string, stream_index> by_name_;
};
}  // namespace verbund::gateway
