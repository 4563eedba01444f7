// Rights that were taken away, for gateways that hold open sockets. Owned by members.
#pragma once
#include "proto/method.hpp"

namespace verbund::proto {

enum class revocation_kind {
  session,     ///< signed out, or ended by somebody
  member,      ///< suspended, or has left the association
  membership,  ///< removed from a space, or another role in it
  space,       ///< other people may read it, or decide about it
};
BOOST_DESCRIBE_ENUM(revocation_kind, session, member, membership, space)

/// One entry of the ordered log; what its kind does not concern is absent.
struct revocation {
  proto::position position;
  revocation_kind kind = revocation_kind::session;
  std::optional<session_id> session;
  std::optional<member_id> member;
  std::optional<space_id> space;
  std::optional<std::string> stream;  ///< only who watches the space's stream of this kind is concerned
};
BOOST_DESCRIBE_STRUCT(revocation, (), (position, kind, session, member, space, stream))

/// Gateway only: the entries beyond a position. Without one only the position is answered, at once; with the
/// newest one the answer waits up to a second for something to tell.
struct access_since {
  std::optional<proto::position> after;
};
BOOST_DESCRIBE_STRUCT(access_since, (), (after))

struct revocations {
  proto::position position;         ///< what the entries are complete to
  std::vector<revocation> entries;  ///< in order, at most 500
  bool lost = false;                ///< the log no longer goes back so far: everything must be asked anew
};
BOOST_DESCRIBE_STRUCT(revocations, (), (position, entries, lost))
}  // namespace verbund::proto
