// The handlers of the four questions that gateways ask every owner of streams.
#pragma once
#include "proto/method.hpp"
#include "shared/rpc/handlers.hpp"
#include "shared/streams/owner.hpp"

namespace verbund::streams {

/// The catalogue's entries of one service.
struct methods {
  const proto::method<proto::subscribe, proto::subscribed>& streams;
  const proto::method<proto::watchable, proto::watchable>& watchable;
  const proto::method<proto::get_positions, proto::stream_positions>& positions;
  const proto::method<proto::get_changes, proto::stream_state>& changes;
};

/// Registers them. The owner must outlive the table.
void serve(rpc::handlers&, owner&, const methods&);
}  // namespace verbund::streams
