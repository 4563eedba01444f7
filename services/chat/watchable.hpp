// The one place that says which of chat's streams a member may watch.
#pragma once
#include <string>
#include <unordered_map>

#include "services/chat/context.hpp"

namespace verbund::chat {

/// Where a stream stands.
struct standing {
  proto::position position;
  proto::number number;
};

/// By the stream's name.
using standings = std::unordered_map<std::string, standing>;

/// Those that the member may watch; the others are missing from it.
task<standings> watchable_streams(context&, request, std::vector<proto::stream_name>);
}  // namespace verbund::chat
