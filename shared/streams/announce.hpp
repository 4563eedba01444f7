// Publishing what a write without a set has changed.
#pragma once
#include <string>
#include <vector>

#include "shared/events/publisher.hpp"
#include "shared/streams/owner.hpp"

namespace verbund::streams {

/// A stream that a committed transaction has changed, and where it stood before.
struct moved {
  std::string kind;
  uuid id;
  proto::position after;
};
BOOST_DESCRIBE_STRUCT(moved, (), (kind, id, after))

/// Reads the present state of what changed and publishes it, one PUBLISH per channel. Call after the commit.
/// Never throws: what could not be read or published is found by gateways within a second, by its position.
task<> announce(owner&, events::publisher&, rpc::request, std::vector<moved>);
}  // namespace verbund::streams
