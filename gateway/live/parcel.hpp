// What the relay hands to the cores: consecutive changes of one stream, as frames ready to be sent.
#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace verbund::gateway {

/// Built once, then shared by every session of every core.
struct parcel {
  struct entry {
    std::int64_t position;
    std::size_t offset;  ///< of its frame in bytes
  };
  std::string stream;
  std::int64_t from = 0;    ///< complete after this position …
  std::int64_t to = 0;      ///< … up to this one
  std::int64_t number = 0;  ///< last number of the stream
  std::string bytes;        ///< the frames one after another
  std::vector<entry> entries;

  /// The frames of the changes beyond a position.
  std::string_view beyond(std::int64_t position) const {
    if (position <= from) return bytes;
    auto first = std::partition_point(entries.begin(), entries.end(),
                                      [&](const entry& e) { return e.position <= position; });
    return first == entries.end() ? std::string_view() : std::string_view(bytes).substr(first->offset);
  }
};

struct batch {
  std::vector<std::shared_ptr<const parcel>> parcels;
  std::vector<std::string> lost;  ///< streams whose changes cannot be had any more: sessions must start anew
  std::uint64_t cores = 0;        ///< bit per core that holds one of the streams
  bool empty() const { return parcels.empty() && lost.empty(); }
};
}  // namespace verbund::gateway
