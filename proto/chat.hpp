// Channels and messages. Owned by chat.
#pragma once
#include "proto/method.hpp"

namespace verbund::proto {

/// The object "channel" of the stream space:<id>.
struct channel {
  channel_id id;
  space_id space;
  std::string name;
  std::string purpose;
  timestamp created_at;
};
BOOST_DESCRIBE_STRUCT(channel, (), (id, space, name, purpose, created_at))

/// The object "message" of the stream channel:<id>. A deleted one keeps its place and loses its text.
struct message {
  message_id id;
  channel_id channel;
  proto::number number;
  proto::position position;
  member_id author;
  std::string body;  ///< Markdown; empty when deleted
  std::optional<message_id> reply_to;
  timestamp sent_at;
  std::optional<timestamp> edited_at;
  std::optional<timestamp> deleted_at;
};
BOOST_DESCRIBE_STRUCT(message, (),
                      (id, channel, number, position, author, body, reply_to, sent_at, edited_at, deleted_at))

/// The object "read_mark" of the stream member:<id>; its id is the channel's.
struct read_mark {
  channel_id channel;
  proto::number number;       ///< read up to and including
  std::int64_t unread = 0;    ///< what was left beyond it when it was set, at most 1,000
  proto::number last_number;  ///< the channel's last number at that time; what came later is not in `unread`
};
BOOST_DESCRIBE_STRUCT(read_mark, (), (channel, number, unread, last_number))

struct list_channels {
  std::optional<space_id> space;  ///< absent: of every space I have joined
};
BOOST_DESCRIBE_STRUCT(list_channels, (), (space))

/// A channel with what it means to me.
struct channel_entry {
  channel_id id;
  space_id space;
  std::string name;
  std::string purpose;
  timestamp created_at;
  proto::number last_number;
  proto::number read_number;  ///< without a mark of mine: the last one before I came
  std::int64_t unread = 0;    ///< at most 1,000
  bool may_write = false;
};
BOOST_DESCRIBE_STRUCT(channel_entry, (),
                      (id, space, name, purpose, created_at, last_number, read_number, unread, may_write))

struct channel_list {
  std::vector<channel_entry> channels;
};
BOOST_DESCRIBE_STRUCT(channel_list, (), (channels))

struct create_channel {
  channel_id id;
  space_id space;
  text<1, 80> name;
  std::optional<text<0, 250>> purpose;
};
BOOST_DESCRIBE_STRUCT(create_channel, (), (id, space, name, purpose))

struct send_message {
  message_id id;  ///< chosen by the client: the same id posts once, however often it is sent
  channel_id channel;
  text<1, 8000> body;
  std::optional<message_id> reply_to;
};
BOOST_DESCRIBE_STRUCT(send_message, (), (id, channel, body, reply_to))

struct edit_message {
  message_id id;
  channel_id channel;
  proto::position position;  ///< of the state the edit was based on
  text<1, 8000> body;
};
BOOST_DESCRIBE_STRUCT(edit_message, (), (id, channel, position, body))

struct delete_message {
  message_id id;
  channel_id channel;
};
BOOST_DESCRIBE_STRUCT(delete_message, (), (id, channel))

struct history {
  channel_id channel;
  std::optional<proto::number> before;  ///< messages with smaller numbers; absent: the newest
  std::optional<whole<1, 200>> limit;   ///< 50 when absent
};
BOOST_DESCRIBE_STRUCT(history, (), (channel, before, limit))

struct message_page {
  std::vector<message> messages;  ///< in order of number
  bool more = false;              ///< older ones exist
};
BOOST_DESCRIBE_STRUCT(message_page, (), (messages, more))

struct new_messages {};
BOOST_DESCRIBE_STRUCT(new_messages, (), ())

struct get_excerpts {
  list<message_id, 100> messages;
};
BOOST_DESCRIBE_STRUCT(get_excerpts, (), (messages))

/// How a message begins, for lists that name many.
struct excerpt {
  message_id id;
  channel_id channel;
  proto::number number;
  member_id author;
  std::string words;  ///< the first 300 characters of its Markdown
  timestamp sent_at;
};
BOOST_DESCRIBE_STRUCT(excerpt, (), (id, channel, number, author, words, sent_at))

struct excerpts {
  std::vector<excerpt> messages;
};
BOOST_DESCRIBE_STRUCT(excerpts, (), (messages))

struct mark_read {
  channel_id channel;
  proto::number number;  ///< a mark never goes back
};
BOOST_DESCRIBE_STRUCT(mark_read, (), (channel, number))
}  // namespace verbund::proto
