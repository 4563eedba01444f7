// Who may watch chat's streams, and where they stand.
#include "services/chat/streams.hpp"

#include "services/chat/access.hpp"

namespace verbund::chat {
namespace {
struct own_row {
  proto::position position;
  proto::number number;
};
BOOST_DESCRIBE_STRUCT(own_row, (), (position, number))

struct standing_row {
  uuid id;
  std::string kind;
  proto::position position;
  proto::number number;
};
BOOST_DESCRIBE_STRUCT(standing_row, (), (id, kind, position, number))
}  // namespace

task<> stream_owner::require_session(request rq) {
  return chat::require_session(context_, std::move(rq));
}

task<streams::standings> stream_owner::watchable(request rq, std::vector<proto::stream_name> names) {
  std::vector<proto::channel_id> channels;
  std::vector<proto::space_id> spaces;
  streams::standings found;
  bool mine = false;
  for (const auto& s : names) {
    if (s.kind == "channel") channels.push_back({s.of});
    if (s.kind == "space") spaces.push_back({s.of});
    mine = mine || (s.kind == "member" && s.of == rq.member);
  }
  if (mine) {
    auto rows =
        co_await context_.db.rows<own_row>(sql::member_position, postgres::values(rq.member), rq.deadline);
    auto at = rows.empty() ? streams::standing{} : streams::standing{rows[0].position, rows[0].number};
    found.emplace(proto::to_string(stream_of(rq.me())), at);
  }
  if (!channels.empty())
    for (const auto& r : co_await access_channels(context_, rq, std::move(channels)))
      found.emplace(proto::to_string(stream_of(r.id)), streams::standing{r.position, r.number});
  if (!spaces.empty())
    for (const auto& r : co_await access_spaces(context_, rq, std::move(spaces)))
      found.emplace(proto::to_string(stream_of(r.id)), streams::standing{r.position, r.number});
  co_return found;
}

task<proto::stream_positions> stream_owner::positions(request rq, std::vector<proto::stream_name> names) {
  std::vector<uuid> ids;
  for (const auto& s : names) ids.push_back(s.of);
  proto::stream_positions answer;
  auto rows =
      co_await context_.db.rows<standing_row>(sql::stream_positions, postgres::values(ids), rq.deadline);
  for (auto& r : rows) answer.streams.push_back({{std::move(r.kind), r.id}, r.position, r.number});
  co_return answer;
}
}  // namespace verbund::chat
