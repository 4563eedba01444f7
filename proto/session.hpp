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

/// What a program's token may be given; each method names the one it needs.
enum class token_scope { read, write, manage };
BOOST_DESCRIBE_ENUM(token_scope, read, write, manage)

/// A token for a program, shown once. It may do what its owner may within its scopes; it can neither make
/// tokens nor end sessions.
struct create_token {
  text<1, 80> label;
  std::optional<list<token_scope, 3>> scopes;  ///< absent: read and write
  std::optional<whole<1, 365>> days;           ///< until it expires; absent: 180
};
BOOST_DESCRIBE_STRUCT(create_token, (), (label, scopes, days))

struct created_token {
  session_id id;
  std::string token;  ///< for the header `Authorization: Bearer …`
  timestamp expires_at;
  std::vector<token_scope> scopes;
};
BOOST_DESCRIBE_STRUCT(created_token, (), (id, token, expires_at, scopes))

enum class session_kind { browser, token };
BOOST_DESCRIBE_ENUM(session_kind, browser, token)

struct list_sessions {};
BOOST_DESCRIBE_STRUCT(list_sessions, (), ())

/// A living session of mine.
struct session_entry {
  session_id id;
  session_kind kind = session_kind::browser;
  std::string label;                ///< of a token, as its owner called it
  std::vector<token_scope> scopes;  ///< of a token; a browser may do everything
  timestamp created_at;
  timestamp last_seen_at;  ///< to the minute
  timestamp expires_at;
  bool shared_device = false;
  bool current = false;  ///< the one that asks
};
BOOST_DESCRIBE_STRUCT(session_entry, (),
                      (id, kind, label, scopes, created_at, last_seen_at, expires_at, shared_device, current))

/// The same for who watches: the object "own_session" of the stream account:<me>. When it was last seen is
/// asked by session.list, because it changes all the time.
struct own_session {
  session_id id;
  session_kind kind = session_kind::browser;
  std::string label;
  std::vector<token_scope> scopes;
  timestamp created_at;
  timestamp expires_at;
  bool shared_device = false;
};
BOOST_DESCRIBE_STRUCT(own_session, (), (id, kind, label, scopes, created_at, expires_at, shared_device))

struct session_list {
  std::vector<session_entry> sessions;  ///< the latest seen first
};
BOOST_DESCRIBE_STRUCT(session_list, (), (sessions))

struct end_session {
  session_id session;
};
BOOST_DESCRIBE_STRUCT(end_session, (), (session))

struct end_other_sessions {};
BOOST_DESCRIBE_STRUCT(end_other_sessions, (), ())

struct ended_sessions {
  std::int64_t ended = 0;
};
BOOST_DESCRIBE_STRUCT(ended_sessions, (), (ended))

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
  std::optional<bool> idle;  ///< no sign of life: a page asks by itself, and its idle clock goes on
};
BOOST_DESCRIBE_STRUCT(resolve_session, (), (token, bearer, idle))

struct resolved_session {
  session_id session;
  member_id member;
  timestamp expires_at;
  std::optional<std::vector<token_scope>> scopes;  ///< of a token; absent: everything
};
BOOST_DESCRIBE_STRUCT(resolved_session, (), (session, member, expires_at, scopes))

/// Gateway only: sessions whose WebSockets are open, and which of them were used since the last time. Keeps
/// the idle clock of the used ones going and tells which have ended meanwhile.
struct keep_sessions {
  std::vector<session_id> open;
  std::vector<session_id> used;
};
BOOST_DESCRIBE_STRUCT(keep_sessions, (), (open, used))

struct kept_sessions {
  std::vector<session_id> ended;    ///< of `open`: no longer alive, their sockets are to be closed
  std::vector<session_id> expired;  ///< those of `ended` that nobody has ended: their time was up
};
BOOST_DESCRIBE_STRUCT(kept_sessions, (), (ended, expired))
}  // namespace verbund::proto
