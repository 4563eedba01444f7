// Who is behind a connection or a request, and which methods a token of hers was given.
#pragma once
#include <chrono>
#include <optional>

#include "proto/method.hpp"
#include "shared/base/clock.hpp"
#include "shared/base/error.hpp"
#include "shared/base/id.hpp"

namespace verbund::gateway {

/// The scopes of a session, as bits.
class granted {
 public:
  /// What a browser may do: everything.
  static constexpr granted all() { return granted(0xff); }
  constexpr granted() = default;
  constexpr void add(proto::scope s) { bits_ |= bit(s); }
  constexpr bool has(proto::scope s) const { return (bits_ & bit(s)) != 0; }

 private:
  constexpr explicit granted(std::uint8_t bits) : bits_(bits) {}
  static constexpr std::uint8_t bit(proto::scope s) {
    return static_cast<std::uint8_t>(1u << static_cast<unsigned>(s));
  }
  std::uint8_t bits_ = 0;
};

/// Who is connected.
struct identity {
  uuid member;
  uuid session;
  timestamp expires_at;
  granted scopes;
  std::chrono::steady_clock::time_point asked = {};  ///< when members was asked who this is
};

/// Nothing, or the refusal for a method that her token was not given.
std::optional<refusal> beyond_scope(const identity&, const proto::method_info&);
}  // namespace verbund::gateway
