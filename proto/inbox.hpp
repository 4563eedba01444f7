// What reaches a member: her inbox. Owned by notify.
#pragma once
#include "proto/method.hpp"

namespace verbund::proto {

using inbox_item_id = id<struct inbox_item_tag>;

enum class inbox_kind {
  mention,  ///< a message names me
};
BOOST_DESCRIBE_ENUM(inbox_kind, mention)

/// The object "inbox_item" of the stream inbox:<member>. It holds ids only: what they stand for is loaded,
/// and the right to it asked, where it is.
struct inbox_item {
  inbox_item_id id;
  inbox_kind kind = inbox_kind::mention;
  proto::number number;  ///< in the inbox, in the order in which things happened
  message_id message;
  channel_id channel;
  space_id space;
  member_id author;
  timestamp at;
  std::optional<timestamp> seen_at;
};
BOOST_DESCRIBE_STRUCT(inbox_item, (), (id, kind, number, message, channel, space, author, at, seen_at))

struct get_inbox {
  std::optional<proto::number> before;  ///< items with smaller numbers; absent: the newest
  std::optional<whole<1, 200>> limit;   ///< 50 when absent
};
BOOST_DESCRIBE_STRUCT(get_inbox, (), (before, limit))

struct inbox_page {
  std::vector<inbox_item> items;  ///< newest first
  bool more = false;              ///< older ones exist
};
BOOST_DESCRIBE_STRUCT(inbox_page, (), (items, more))

struct mark_seen {
  list<inbox_item_id, 200> items;
};
BOOST_DESCRIBE_STRUCT(mark_seen, (), (items))

/// Those that are there, as they are now, newest first.
struct seen_items {
  std::vector<inbox_item> items;
};
BOOST_DESCRIBE_STRUCT(seen_items, (), (items))
}  // namespace verbund::proto
