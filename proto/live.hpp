// Streams: subscribing, the events that follow, and what the gateway asks the owners of streams.
#pragma once
#include "proto/method.hpp"

namespace verbund::proto {

/// objects: every change; head: only that there was one (for unread marks).
enum class live_level { objects, head };
BOOST_DESCRIBE_ENUM(live_level, objects, head)

struct subscription {
  stream_name stream;
  live_level level = live_level::objects;
  std::optional<proto::position> position;  ///< what I have; the changes beyond it are answered
  std::optional<number> from_number;        ///< only objects from this number on
};
BOOST_DESCRIBE_STRUCT(subscription, (), (stream, level, position, from_number))

struct subscribe {
  list<subscription, 200> streams;
};
BOOST_DESCRIBE_STRUCT(subscribe, (), (streams))

struct unsubscribe {
  list<stream_name, 200> streams;
};
BOOST_DESCRIBE_STRUCT(unsubscribe, (), (streams))

/// The present state of one object of a stream; null when it is gone from it.
struct object_state {
  proto::position position;
  std::string type;
  object_id id;
  wire::nullable<wire::raw_json> object;
};
BOOST_DESCRIBE_STRUCT(object_state, (), (position, type, id, object))

struct stream_state {
  stream_name stream;
  proto::position position;  ///< what `objects` is complete to
  proto::number number;      ///< the last number given in the stream
  std::vector<object_state> objects;
  bool resync_required = false;  ///< too far behind: load the window around the view, then subscribe anew
};
BOOST_DESCRIBE_STRUCT(stream_state, (), (stream, position, number, objects, resync_required))

struct subscribed {
  std::vector<stream_state> streams;
};
BOOST_DESCRIBE_STRUCT(subscribed, (), (streams))

/// Event: the new state of one object.
struct changed {
  stream_name stream;
  proto::position position;
  std::string type;
  object_id id;
  wire::nullable<wire::raw_json> object;
};
BOOST_DESCRIBE_STRUCT(changed, (), (stream, position, type, id, object))

/// Event for level head: the stream moved; at most one in two seconds.
struct head {
  stream_name stream;
  proto::position position;
  proto::number number;
};
BOOST_DESCRIBE_STRUCT(head, (), (stream, position, number))

/// The first message of a live connection.
struct hello {
  std::string server;             ///< the server's version
  std::int64_t least_client = 1;  ///< below it the page reloads when its outbox is empty
  member_id member;
  session_id session;
};
BOOST_DESCRIBE_STRUCT(hello, (), (server, least_client, member, session))

/// Event: these streams may no longer be watched; what they showed is to be forgotten.
struct closed {
  std::vector<stream_name> streams;
};
BOOST_DESCRIBE_STRUCT(closed, (), (streams))

/// Gateway only: which of these streams the member of the envelope may watch; also the answer, without the
/// others.
struct watchable {
  std::vector<stream_name> streams;
};
BOOST_DESCRIBE_STRUCT(watchable, (), (streams))

/// Gateway only: where these streams stand now. Unknown ones are left out.
struct get_positions {
  std::vector<stream_name> streams;
};
BOOST_DESCRIBE_STRUCT(get_positions, (), (streams))

struct stream_position {
  stream_name stream;
  proto::position position;
  proto::number number;
};
BOOST_DESCRIBE_STRUCT(stream_position, (), (stream, position, number))

struct stream_positions {
  std::vector<stream_position> streams;
};
BOOST_DESCRIBE_STRUCT(stream_positions, (), (streams))

/// Gateway only: the changes of one stream beyond a position, for all its subscribers at once.
struct get_changes {
  stream_name stream;
  proto::position after;
};
BOOST_DESCRIBE_STRUCT(get_changes, (), (stream, after))
}  // namespace verbund::proto
