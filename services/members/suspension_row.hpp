// A suspension as the statements about it answer it.
#pragma once
#include "proto/suspension.hpp"
#include "services/members/outcome.hpp"

namespace verbund::members {

struct suspension_row : written_row {
  std::optional<proto::member_id> suspended_by;
  std::optional<std::string> reason;
  std::optional<timestamp> suspended_at;
  std::optional<timestamp> ends_at;
  std::optional<proto::member_id> confirmed_by;
};
BOOST_DESCRIBE_STRUCT(suspension_row, (written_row),
                      (suspended_by, reason, suspended_at, ends_at, confirmed_by))

/// The suspension of a row that has one.
inline proto::suspension suspension_of(proto::member_id member, suspension_row r) {
  return {member, *r.suspended_by, std::move(*r.reason), *r.suspended_at, r.ends_at, r.confirmed_by};
}
}  // namespace verbund::members
