// One event on its way from a service to every gateway, and its form in a payload.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace verbund::events {

/// How many channels carry the events.
inline constexpr unsigned channel_count = 64;

/// What a commit changed in a stream, ready to be sent.
struct entry {
  std::string stream;         ///< "channel:018f…"; no spaces
  std::int64_t position = 0;  ///< of this change
  std::int64_t number = 0;    ///< last number of the stream
  std::string type;           ///< of the object
  std::string json;           ///< the complete live.changed notification
};

/// The same inside a payload, which must outlive it.
struct entry_view {
  std::string_view stream;
  std::int64_t position = 0;
  std::int64_t number = 0;
  std::string_view type;
  std::string_view json;
};

/// The channel of a stream, 0 to 63: FNV-1a of its name.
unsigned channel_of(std::string_view stream);
/// Redis' name of a channel.
std::string channel_name(unsigned channel);
/// Redis' name of the channel that wakes who reads a service's outbox; what it carries says nothing.
std::string wake_channel(std::string_view service);
/// Appends the entry to a payload. Throws std::logic_error when stream or type hold a space or a line break.
void append(std::string& payload, const entry&);
/// The entries of a payload; nothing when any part of it is malformed. Copies no text.
std::optional<std::vector<entry_view>> parse(std::string_view payload);
}  // namespace verbund::events
