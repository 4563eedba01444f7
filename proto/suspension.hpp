// Suspending an account: one administrator at once, a second one to confirm it. Owned by members.
#pragma once
#include "proto/method.hpp"

namespace verbund::proto {

/// A suspension in force.
struct suspension {
  member_id member;
  member_id suspended_by;
  std::string reason;
  timestamp suspended_at;
  std::optional<timestamp> ends_at;  ///< unless another administrator confirms; absent once confirmed
  std::optional<member_id> confirmed_by;
};
BOOST_DESCRIBE_STRUCT(suspension, (), (member, suspended_by, reason, suspended_at, ends_at, confirmed_by))

struct list_suspensions {};
BOOST_DESCRIBE_STRUCT(list_suspensions, (), ())

struct suspension_list {
  std::vector<suspension> suspensions;  ///< the oldest first, at most 500
};
BOOST_DESCRIBE_STRUCT(suspension_list, (), (suspensions))

struct suspend_member {
  member_id member;
  text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(suspend_member, (), (member, reason))

struct confirm_suspension {
  member_id member;
};
BOOST_DESCRIBE_STRUCT(confirm_suspension, (), (member))

struct end_suspension {
  member_id member;
};
BOOST_DESCRIBE_STRUCT(end_suspension, (), (member))
}  // namespace verbund::proto
