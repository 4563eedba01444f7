// One statement for each kind of stream; rows become objects with their JSON.
#include "services/chat/stream_objects.hpp"

namespace verbund::chat {
namespace {
struct head {
  proto::position complete_to;
  proto::number last_number;
  std::optional<proto::position> position;
  std::optional<proto::object_id> object_id;
  std::optional<bool> gone;
};
BOOST_DESCRIBE_STRUCT(head, (), (complete_to, last_number, position, object_id, gone))

struct message_row : head {
  std::optional<proto::number> number;
  std::optional<proto::member_id> author;
  std::optional<std::string> body;
  std::optional<proto::message_id> reply_to;
  std::optional<timestamp> sent_at, edited_at, deleted_at;
};
BOOST_DESCRIBE_STRUCT(message_row, (head), (number, author, body, reply_to, sent_at, edited_at, deleted_at))

struct channel_row : head {
  std::optional<std::string> name, purpose;
  std::optional<timestamp> created_at;
};
BOOST_DESCRIBE_STRUCT(channel_row, (head), (name, purpose, created_at))

struct mark_row : head {
  std::optional<proto::number> number;
  std::optional<std::int64_t> unread;
};
BOOST_DESCRIBE_STRUCT(mark_row, (head), (number, unread))

std::string object_json(const proto::stream_name& s, const message_row& r) {
  return wire::encoded(proto::message{{r.object_id->value},
                                      {s.of},
                                      *r.number,
                                      *r.position,
                                      *r.author,
                                      *r.body,
                                      r.reply_to,
                                      *r.sent_at,
                                      r.edited_at,
                                      r.deleted_at});
}
std::string object_json(const proto::stream_name& s, const channel_row& r) {
  return wire::encoded(proto::channel{{r.object_id->value}, {s.of}, *r.name, *r.purpose, *r.created_at});
}
std::string object_json(const proto::stream_name&, const mark_row& r) {
  return wire::encoded(proto::read_mark{{r.object_id->value}, *r.number, r.unread.value_or(0)});
}

bool has_object(const message_row& r) {
  return r.number.has_value();
}
bool has_object(const channel_row& r) {
  return r.name.has_value();
}
bool has_object(const mark_row& r) {
  return r.number.has_value();
}

/// Keeps the first objects that fit: rows come in order of position, so that what is left is simply asked for
/// next.
void keep_page(proto::stream_state& s) {
  std::size_t count = 0, bytes = 0;
  for (const auto& o : s.objects) {
    bytes += o.object ? o.object->text.size() : 0;
    if (count == most_objects || (count > 0 && bytes > most_bytes)) break;
    ++count;
  }
  s.objects.resize(count);
  s.position = s.objects.back().position;
}

template <class Row>
proto::stream_state state_of(proto::stream_name name, std::string_view type, beyond too_much,
                             const std::vector<Row>& rows) {
  proto::stream_state s;
  s.stream = std::move(name);
  std::size_t bytes = 0;
  for (const auto& r : rows) {
    s.position = r.complete_to;
    s.number = r.last_number;
    if (!r.object_id) continue;
    proto::object_state o;
    o.position = *r.position;
    o.type = type;
    o.id = *r.object_id;
    if (!*r.gone && has_object(r)) o.object = wire::raw_json{object_json(s.stream, r)};
    bytes += o.object ? o.object->text.size() : 0;
    s.objects.push_back(std::move(o));
  }
  if (s.objects.size() <= most_objects && bytes <= most_bytes) return s;
  if (too_much == beyond::page) {
    keep_page(s);
  } else {
    s.resync_required = true;
    s.objects.clear();
  }
  return s;
}
}  // namespace

task<proto::stream_state> stream_objects(context& c, request rq, proto::stream_name name,
                                         std::optional<proto::position> after,
                                         std::optional<proto::number> from, beyond too_much) {
  if (name.kind == "channel") {
    auto values = postgres::values(name.of, after, from);
    auto rows = co_await c.db.rows<message_row>(sql::channel_objects, std::move(values), rq.deadline);
    co_return state_of(std::move(name), "message", too_much, rows);
  }
  auto values = postgres::values(name.of, after);
  if (name.kind == "space") {
    auto rows = co_await c.db.rows<channel_row>(sql::space_objects, std::move(values), rq.deadline);
    co_return state_of(std::move(name), "channel", too_much, rows);
  }
  auto rows = co_await c.db.rows<mark_row>(sql::member_objects, std::move(values), rq.deadline);
  co_return state_of(std::move(name), "read_mark", too_much, rows);
}
}  // namespace verbund::chat
