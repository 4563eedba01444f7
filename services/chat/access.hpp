// The only functions that load a channel or a space for a member. Hidden and not existing look the same.
#pragma once
#include <vector>

#include "services/chat/context.hpp"

namespace verbund::chat {

/// A channel the member may read, and whether she may write in it.
struct readable_channel {
  proto::channel_id id;
  proto::space_id space;
  proto::position position;
  proto::number number;
  bool may_write = false;
};
BOOST_DESCRIBE_STRUCT(readable_channel, (), (id, space, position, number, may_write))

struct readable_space {
  proto::space_id id;
  proto::position position;
  proto::number number;
  bool joined = false;
  bool may_create = false;  ///< channels
};
BOOST_DESCRIBE_STRUCT(readable_space, (), (id, position, number, joined, may_create))

/// The channel, or throws not_found (or unauthenticated when the session has ended).
task<readable_channel> access_channel(context&, request, proto::channel_id);
/// Those of the channels that the member may read.
task<std::vector<readable_channel>> access_channels(context&, request, std::vector<proto::channel_id>);
/// The space, or throws not_found.
task<readable_space> access_space(context&, request, proto::space_id);
task<std::vector<readable_space>> access_spaces(context&, request, std::vector<proto::space_id>);
/// Throws unauthenticated when the session has ended.
task<> require_session(context&, request);
}  // namespace verbund::chat
