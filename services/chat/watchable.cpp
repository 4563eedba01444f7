// The right to a stream is the right to what it is of.
#include "services/chat/watchable.hpp"

#include "services/chat/access.hpp"

namespace verbund::chat {
namespace {
struct own_row {
  proto::position position;
  proto::number number;
};
BOOST_DESCRIBE_STRUCT(own_row, (), (position, number))
}  // namespace

task<standings> watchable_streams(context& c, request rq, std::vector<proto::stream_name> names) {
  std::vector<proto::channel_id> channels;
  std::vector<proto::space_id> spaces;
  standings found;
  bool mine = false;
  for (const auto& s : names) {
    if (s.kind == "channel") channels.push_back({s.of});
    if (s.kind == "space") spaces.push_back({s.of});
    mine = mine || (s.kind == "member" && s.of == rq.member);
  }
  if (mine) {
    auto rows = co_await c.db.rows<own_row>(sql::member_position, postgres::values(rq.member), rq.deadline);
    found.emplace(proto::to_string(stream_of(rq.me())),
                  rows.empty() ? standing{} : standing{rows[0].position, rows[0].number});
  }
  if (!channels.empty())
    for (const auto& r : co_await access_channels(c, rq, std::move(channels)))
      found.emplace(proto::to_string(stream_of(r.id)), standing{r.position, r.number});
  if (!spaces.empty())
    for (const auto& r : co_await access_spaces(c, rq, std::move(spaces)))
      found.emplace(proto::to_string(stream_of(r.id)), standing{r.position, r.number});
  co_return found;
}
}  // namespace verbund::chat
