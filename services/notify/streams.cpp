// Who may watch an inbox, where it stands, what is in it.
#include "services/notify/streams.hpp"

#include "shared/streams/state.hpp"

namespace verbund::notify {
namespace {
struct session_row {
  uuid session;
};
BOOST_DESCRIBE_STRUCT(session_row, (), (session))

struct standing_row {
  uuid id;
  proto::position position;
  proto::number number;
};
BOOST_DESCRIBE_STRUCT(standing_row, (), (id, position, number))

struct item_row : streams::change_row {
  std::optional<proto::inbox_kind> kind;
  std::optional<proto::number> number;
  std::optional<proto::message_id> message;
  std::optional<proto::channel_id> channel;
  std::optional<proto::space_id> space;
  std::optional<proto::member_id> author;
  std::optional<timestamp> at, seen_at;
};
BOOST_DESCRIBE_STRUCT(item_row, (streams::change_row),
                      (kind, number, message, channel, space, author, at, seen_at))

std::string item_json(const proto::stream_name&, const item_row& r) {
  if (!r.kind) return {};
  return wire::encoded(proto::inbox_item{{r.object_id->value},
                                         *r.kind,
                                         *r.number,
                                         *r.message,
                                         *r.channel,
                                         *r.space,
                                         *r.author,
                                         *r.at,
                                         r.seen_at});
}

task<std::vector<standing_row>> standing(postgres::pool& db, request rq, std::vector<uuid> ids) {
  co_return co_await db.rows<standing_row>(sql::inbox_standing, postgres::values(ids), rq.deadline);
}
}  // namespace

task<> require_session(postgres::pool& db, request rq) {
  auto values = postgres::values(rq.session, rq.member);
  auto row = co_await db.maybe<session_row>(sql::session_lives, std::move(values), rq.deadline);
  if (!row) throw refusal(kind::unauthenticated, "Please sign in again.");
}

task<> stream_owner::require_session(request rq) {
  return notify::require_session(db_, std::move(rq));
}

task<streams::standings> stream_owner::watchable(request rq, std::vector<proto::stream_name> names) {
  co_await require_session(rq);
  streams::standings found;
  proto::stream_name own{"inbox", rq.member};
  if (std::find(names.begin(), names.end(), own) == names.end()) co_return found;
  auto rows = co_await standing(db_, rq, std::vector<uuid>(1, rq.member));
  auto at = rows.empty() ? streams::standing{} : streams::standing{rows[0].position, rows[0].number};
  found.emplace(proto::to_string(own), at);
  co_return found;
}

task<proto::stream_positions> stream_owner::positions(request rq, std::vector<proto::stream_name> names) {
  std::vector<uuid> ids;
  for (const auto& s : names) ids.push_back(s.of);
  proto::stream_positions answer;
  for (auto& r : co_await standing(db_, rq, std::move(ids)))
    answer.streams.push_back({{"inbox", r.id}, r.position, r.number});
  co_return answer;
}

task<std::optional<proto::stream_state>> stream_owner::read(request rq, streams::question q) {
  // Without a session the statement asks for nobody's: a gateway asks for all who watch.
  std::optional<uuid> session, member;
  if (q.reader == streams::audience::member) session = rq.session, member = rq.member;
  auto values = postgres::values(q.stream.of, q.after, q.from_number, session, member);
  auto rows = co_await db_.rows<item_row>(sql::inbox_objects, std::move(values), rq.deadline);
  co_return streams::state_of(q, rows, item_json);
}
}  // namespace verbund::notify
