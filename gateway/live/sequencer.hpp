// Puts the events of every held stream into order: drops doubles, notices gaps, says what must be fetched.
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/live/parcel.hpp"

namespace verbund::gateway {

/// Pure decisions, no sockets and no timers: time is passed in, parcels are taken out.
class sequencer {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  /// How long an event ahead of its turn waits for those before it.
  static constexpr std::chrono::milliseconds patience{100};
  /// Bounds of what waits in one stream; beyond, it is left to be fetched.
  static constexpr std::size_t held_entries = 4096;
  static constexpr std::size_t held_bytes = 4 << 20;

  struct change {
    std::int64_t position;
    std::string json;  ///< the complete notification
  };
  struct fetch {
    std::string stream;
    std::int64_t after;
  };

  /// A core has sessions for this stream, or is about to. True when the stream has no base yet: it must get
  /// one that was read before any session's answer, or what lies between the answers is missed.
  bool hold(const std::string& stream, unsigned core);
  void release(const std::string& stream, unsigned core);
  /// The stream stood here, or some session's answer is complete up to here. Until the first base of a stream
  /// its events only wait; later ones only show what has not been heard of.
  void base(const std::string& stream, std::int64_t position, std::int64_t number, time_point now);
  /// An event has arrived.
  void arrive(std::string_view stream, std::int64_t position, std::int64_t number, std::string_view json,
              time_point now);
  /// The owner says where the stream stands.
  void stands(const std::string& stream, std::int64_t position, std::int64_t number, time_point now);

  /// Streams whose gap has waited long enough; each is then being fetched until fetched() or failed().
  std::vector<fetch> due(time_point now);
  void fetched(const std::string& stream, std::int64_t position, std::int64_t number,
               std::vector<change> changes, time_point now);
  void failed(const std::string& stream, time_point now);
  /// The owner no longer knows all changes: whoever watches must start anew.
  void lost(const std::string& stream, std::int64_t position, std::int64_t number);

  /// What is ready to be relayed, in order.
  batch take();
  /// All streams with a base, for asking where they stand.
  std::vector<std::string> held() const;
  /// True while some gap waits: call due() again soon.
  bool waiting() const { return !gaps_.empty(); }
  std::uint64_t duplicates() const { return duplicates_; }

 private:
  struct waiting_change {
    std::int64_t number;
    std::string json;
  };
  struct stream_state {
    std::uint64_t cores = 0;
    std::optional<std::int64_t> last;  // relayed up to here; nothing before the first base
    std::int64_t number = 0;
    std::int64_t known = 0;  // the greatest position heard of
    time_point gap_since{};
    bool gap = false;
    bool fetching = false;
    std::map<std::int64_t, waiting_change> waiting;
    std::size_t waiting_bytes = 0;
    std::shared_ptr<parcel> open;  // being filled for the next take()
  };
  using streams = std::unordered_map<std::string, stream_state>;

  void relay(streams::value_type&, std::int64_t position, std::int64_t number, std::string_view json);
  void advance(streams::value_type&, std::int64_t position, std::int64_t number);
  void drain(streams::value_type&, time_point now);
  parcel& open_parcel(streams::value_type&);

  streams streams_;
  std::vector<std::string> touched_;
  std::vector<std::string> lost_;
  std::vector<std::string> gaps_;
  std::uint64_t duplicates_ = 0;
  std::string lookup_;
};
}  // namespace verbund::gateway
