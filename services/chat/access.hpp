// The only functions that load a channel or a space for a member. Hidden and not existing look the same.
#pragma once
#include "services/chat/context.hpp"

namespace verbund::chat {

/// A channel the member may read.
struct readable_channel {
  proto::channel_id id;
};
BOOST_DESCRIBE_STRUCT(readable_channel, (), (id))

struct readable_space {
  proto::space_id id;
  bool may_create = false;  ///< channels
};
BOOST_DESCRIBE_STRUCT(readable_space, (), (id, may_create))

/// The channel, or throws not_found (or unauthenticated when the session has ended).
task<readable_channel> access_channel(context&, request, proto::channel_id);
/// The space, or throws not_found.
task<readable_space> access_space(context&, request, proto::space_id);
/// Throws unauthenticated when the session has ended.
task<> require_session(context&, request);
}  // namespace verbund::chat
