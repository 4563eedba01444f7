// What is in chat's streams: one statement for each kind, rows become objects with their JSON.
#include "services/chat/streams.hpp"
#include "shared/streams/state.hpp"

namespace verbund::chat {
namespace {
struct message_row : streams::change_row {
  std::optional<proto::number> number;
  std::optional<proto::member_id> author;
  std::optional<std::string> body;
  std::optional<proto::message_id> reply_to;
  std::optional<timestamp> sent_at, edited_at, deleted_at;
};
BOOST_DESCRIBE_STRUCT(message_row, (streams::change_row),
                      (number, author, body, reply_to, sent_at, edited_at, deleted_at))

struct channel_row : streams::change_row {
  std::optional<std::string> name, purpose;
  std::optional<timestamp> created_at;
};
BOOST_DESCRIBE_STRUCT(channel_row, (streams::change_row), (name, purpose, created_at))

struct mark_row : streams::change_row {
  std::optional<proto::number> number;
  std::optional<std::int64_t> unread;
  std::optional<proto::number> counted_to;
};
BOOST_DESCRIBE_STRUCT(mark_row, (streams::change_row), (number, unread, counted_to))

std::string message_json(const proto::stream_name& s, const message_row& r) {
  if (!r.number) return {};
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
std::string channel_json(const proto::stream_name& s, const channel_row& r) {
  if (!r.name) return {};
  return wire::encoded(proto::channel{{r.object_id->value}, {s.of}, *r.name, *r.purpose, *r.created_at});
}
std::string mark_json(const proto::stream_name&, const mark_row& r) {
  if (!r.number) return {};
  return wire::encoded(proto::read_mark{{r.object_id->value}, *r.number, *r.unread, *r.counted_to});
}
}  // namespace

task<std::optional<proto::stream_state>> stream_owner::read(request rq, streams::question q) {
  auto& db = context_.db;
  // Without a session the statements do not ask for a right: a gateway asks for all who watch.
  std::optional<uuid> session, member;
  if (q.reader == streams::audience::member) session = rq.session, member = rq.member;
  if (q.stream.kind == "channel") {
    auto values = postgres::values(q.stream.of, q.after, q.from_number, session, member);
    auto rows = co_await db.rows<message_row>(sql::channel_objects, std::move(values), rq.deadline);
    co_return streams::state_of(q, rows, message_json);
  }
  auto values = postgres::values(q.stream.of, q.after, session, member);
  if (q.stream.kind == "space") {
    auto rows = co_await db.rows<channel_row>(sql::space_objects, std::move(values), rq.deadline);
    co_return streams::state_of(q, rows, channel_json);
  }
  auto rows = co_await db.rows<mark_row>(sql::member_objects, std::move(values), rq.deadline);
  co_return streams::state_of(q, rows, mark_json);
}
}  // namespace verbund::chat
