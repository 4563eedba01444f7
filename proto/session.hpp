// Signing in and out, the current session, and tokens for programs. Owned by members.
#pragma once
#include "proto/method.hpp"

namespace verbund::proto {

/// Over HTTP only: the gateway turns the token of the answer into the session cookie.
struct sign_in {
  proto::email email;
  text<1, 1024> password;
  std::optional<bool> shared_device;  ///< true: the session ends after 30 idle minutes
};
BOOST_DESCRIBE_STRUCT(sign_in, (), (email, password, shared_device))

struct sign_out {};
BOOST_DESCRIBE_STRUCT(sign_out, (), ())

struct current {};
BOOST_DESCRIBE_STRUCT(current, (), ())

/// Who is signed in here.
struct current_session {
  session_id session;
  member_id member;
  std::string name;
  std::string email;
  std::string association;  ///< the association's own name, shown instead of a product name
  timestamp expires_at;
  bool shared_device = false;
};
BOOST_DESCRIBE_STRUCT(current_session, (),
                      (session, member, name, email, association, expires_at, shared_device))

/// A token for a program, shown once. It may do what its owner may; it cannot make further tokens.
struct create_token {
  text<1, 80> label;
};
BOOST_DESCRIBE_STRUCT(create_token, (), (label))

struct created_token {
  session_id id;
  std::string token;  ///< for the header `Authorization: Bearer …`
  timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(created_token, (), (id, token, expires_at))

/// What anybody may know before signing in.
struct server_status {};
BOOST_DESCRIBE_STRUCT(server_status, (), ())

struct server_status_result {
  std::string association;  ///< empty while none exists
  bool setup_open = false;  ///< true while no association exists
};
BOOST_DESCRIBE_STRUCT(server_status_result, (), (association, setup_open))

/// The first administrator's page: makes the association once, with the one-time token of the set-up address.
struct set_up {
  text<20, 200> token;
  text<1, 120> association;
  proto::plate plate;
  text<1, 120> name;
  proto::email email;
  text<12, 1024> password;
};
BOOST_DESCRIBE_STRUCT(set_up, (), (token, association, plate, name, email, password))

/// Gateway only: whose cookie or bearer token this is.
struct resolve_session {
  std::string token;
  bool bearer = false;
};
BOOST_DESCRIBE_STRUCT(resolve_session, (), (token, bearer))

struct resolved_session {
  session_id session;
  member_id member;
  timestamp expires_at;
};
BOOST_DESCRIBE_STRUCT(resolved_session, (), (session, member, expires_at))
/// Gateway only: sessions whose WebSockets are open, and which of them were used since the last time. Keeps
/// the idle clock of the used ones going and tells which have ended meanwhile.
struct keep_sessions {
  std::vector<session_id> open;
  std::vector<session_id> used;
};
BOOST_DESCRIBE_STRUCT(keep_sessions, (), (open, used))

struct kept_sessions {
  std::vector<session_id> ended;  ///< of `open`: no longer alive, their sockets are to be closed
};
BOOST_DESCRIBE_STRUCT(kept_sessions, (), (ended))
}  // namespace verbund::proto
