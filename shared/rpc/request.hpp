// What a handler knows of a request besides its parameters.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "proto/method.hpp"
#include "shared/async/task.hpp"
#include "shared/rpc/envelope.hpp"

namespace verbund::rpc {

/// One request in work. Copied into the coroutine that answers it.
struct request {
  const proto::method_info* method = nullptr;
  uuid member;          ///< nil when nobody is signed in
  uuid session;         ///< nil likewise
  std::string address;  ///< of the client
  std::string trace;
  steady_clock::time_point deadline;
  /// Set by sign_in and sign_out: what the gateway puts into the cookie.
  std::shared_ptr<std::optional<cookie>> cookie_to_set;

  proto::member_id me() const { return {member}; }
};
}  // namespace verbund::rpc
