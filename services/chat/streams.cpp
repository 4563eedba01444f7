// Who may watch chat's streams, and where they stand.
#include "services/chat/streams.hpp"

#include "services/chat/access.hpp"
#include "shared/streams/standing.hpp"

namespace verbund::chat {

task<> stream_owner::require_session(request rq) {
  return chat::require_session(context_, std::move(rq));
}

task<streams::standings> stream_owner::watchable(request rq, std::vector<proto::stream_name> names) {
  auto c = streams::columns_of(names);
  auto values = postgres::values(rq.session, rq.member, c.kinds, c.ids);
  co_return streams::standings_of(co_await context_.db.rows<streams::standing_row>(
      sql::watchable_streams, std::move(values), rq.deadline));
}

task<proto::stream_positions> stream_owner::positions(request rq, std::vector<proto::stream_name> names) {
  std::vector<uuid> ids;
  for (const auto& s : names) ids.push_back(s.of);
  co_return streams::positions_of(co_await context_.db.rows<streams::standing_row>(
      sql::stream_positions, postgres::values(ids), rq.deadline));
}
}  // namespace verbund::chat
