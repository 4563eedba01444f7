// Reading the state of chat's streams.
#pragma once
#include "services/chat/context.hpp"

namespace verbund::chat {

/// What may be answered at once; beyond it the client loads the window around its view and subscribes anew.
inline constexpr std::size_t most_objects = 200;
inline constexpr std::size_t most_bytes = 256 * 1024;

/// What is done beyond the bound: nothing is answered but that a resync is required, or the first changes
/// that fit, with the position they are complete to.
enum class beyond { resync, page };

/// The objects of a stream (changes beyond `after`, numbers from `from_number`) with the position they are
/// complete to, in one snapshot. No access check: the caller has made it. A stream that was never used is
/// empty at position 0.
task<proto::stream_state> stream_objects(context&, request, proto::stream_name,
                                         std::optional<proto::position> after,
                                         std::optional<proto::number> from_number,
                                         beyond too_much = beyond::resync);
}  // namespace verbund::chat
