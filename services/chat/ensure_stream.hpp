// Streams of spaces and members come into being at their first use.
#pragma once
#include "services/chat/context.hpp"

namespace verbund::chat {
/// Makes the stream if it is missing. Call only after the right to the space or member is known.
task<> ensure_stream(context&, request, proto::stream_name);
}  // namespace verbund::chat
