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
#include "proto/catalogue.hpp"
#include "shared/base/error.hpp"

namespace verbund::gateway {

inline constexpr std::size_t streams_per_session = 200;

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
    std::string params = {};
    std::string result = {};
    bool all = false;  ///< the only part

    /// Where the owner is asked.
    const proto::method_info* method() const;
    /// The owner's refusal, which counts its own streams, for the client, who counts all of them.
    refusal in_list_of_client(refusal) const;
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

  /// Reads params and groups the streams by owner; a refusal when they cannot be subscribed to.
  std::optional<refusal> split(std::string_view params);
  /// Puts the owners' answers together in the client's order; a refusal when one is not what was asked for.
  std::optional<refusal> merge(std::string& result);
};
}  // namespace verbund::gateway
