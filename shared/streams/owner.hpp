// What a service must answer about the streams it owns.
#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "proto/live.hpp"
#include "shared/async/task.hpp"
#include "shared/rpc/request.hpp"

namespace verbund::streams {

/// Where a stream stands.
struct standing {
  proto::position position;
  proto::number number;
};

/// By the stream's name.
using standings = std::unordered_map<std::string, standing>;

/// What is done beyond the bounds of an answer: nothing is answered but that a resync is required, or the
/// first changes that fit, with the position they are complete to.
enum class beyond { resync, page };

/// For whom a stream is read: for the member of the request, who must be signed in and may watch it, or for
/// a gateway, which asks once for all who watch.
enum class audience { member, gateway };

/// What is wanted of a stream.
struct question {
  proto::stream_name stream;
  std::optional<proto::position> after;      ///< only changes beyond it
  std::optional<proto::number> from_number;  ///< only objects with numbers from here on
  audience reader = audience::member;
  beyond too_much = beyond::resync;
};

/// One per service; lives as long as its handlers.
class owner {
 public:
  virtual ~owner() = default;
  /// Throws refusal unauthenticated when the session of the request has ended.
  virtual task<> require_session(rpc::request) = 0;
  /// Of these streams those that the member of the request may watch, fresh from the database. A stream that
  /// was never used stands at 0.
  virtual task<standings> watchable(rpc::request, std::vector<proto::stream_name>) = 0;
  /// Where these streams stand; what is unknown is left out. Asked by gateways only, without a member.
  virtual task<proto::stream_positions> positions(rpc::request, std::vector<proto::stream_name>) = 0;
  /// The objects of a stream with the position they are complete to, right and objects read by one statement
  /// (see state.hpp): when many come back at once, each stream costs one. Nothing when it is not there for
  /// the member of the request, or her session has ended; for a gateway an unknown stream is empty.
  virtual task<std::optional<proto::stream_state>> read(rpc::request, question) = 0;
};
}  // namespace verbund::streams
