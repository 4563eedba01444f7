// A live.subscribe on its way: what was asked, which owners were asked, what they have answered.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/entrance.hpp"
#include "gateway/live/subscriptions.hpp"
#include "gateway/websocket/session.hpp"
#include "proto/live.hpp"
#include "shared/base/error.hpp"

namespace verbund::gateway {

/// Of an answered stream only what the gateway itself needs.
struct standing {
  proto::stream_name stream;
  proto::position position;
  proto::number number;
  std::optional<bool> resync_required;
};
BOOST_DESCRIBE_STRUCT(standing, (), (stream, position, number, resync_required))

struct standings {
  std::vector<standing> streams;
};
BOOST_DESCRIBE_STRUCT(standings, (), (streams))

struct subscribe_call {
  /// The streams of one owner.
  struct part {
    std::string_view service;
    std::vector<std::size_t> places;  ///< in the client's list
    std::string params;
    std::string result = {};
  };

  session_handle who;
  std::string id;
  uuid member;
  uuid session;
  std::string address;
  std::chrono::steady_clock::time_point begun;
  proto::subscribe wanted;
  std::vector<stream_index> streams;  ///< in the client's order
  std::vector<part> parts;
  entrance::turn turn;
  std::size_t unanswered = 0;
  bool stale = false;  ///< something was taken away from the member since its owners were asked
  std::optional<refusal> refused;
  std::vector<standing> standings;  ///< in the client's order, after merge()

  /// Puts the owners' answers together in the client's order; a refusal when one is not what was asked for.
  std::optional<refusal> merge(std::string& result);
};
}  // namespace verbund::gateway
