// What GET /events is asked for: streams and how far the client has them, in the query and in Last-Event-ID.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "proto/live.hpp"
#include "shared/base/error.hpp"

namespace verbund::gateway {

/// Positions by the name of the stream.
using stream_positions = std::map<std::string, std::int64_t>;

/// As text, grouped by kind, ids in 22 characters: "channel:ID@12,ID@7;member:ID@3".
std::string stream_list(const stream_positions&);

struct events_query {
  /// A proxy may hold back what is longer in coming than this, in seconds, and cut the line.
  static constexpr std::uint32_t longest_poll = 25;

  proto::subscribe wanted;   ///< objects first, then heads
  stream_positions resumed;  ///< of Last-Event-ID what is beyond the query; the next id must say it again
  std::optional<std::uint32_t> poll;  ///< the answer ends after its first batch, or after so many seconds
};

/// Reads "objects=…&heads=…&poll=…" and Last-Event-ID, whose positions count where they are further on.
std::optional<refusal> read_events_query(std::string_view query, std::string_view last_event_id,
                                         events_query& out);
}  // namespace verbund::gateway
