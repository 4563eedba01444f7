// Loading channels and spaces for a member, each time fresh from the database.
#include "services/chat/access.hpp"

namespace verbund::chat {
namespace {
struct session_row {
  uuid session;
};
BOOST_DESCRIBE_STRUCT(session_row, (), (session))
}  // namespace

task<> require_session(context& c, request rq) {
  auto row = co_await c.db.maybe<session_row>(sql::session_lives, postgres::values(rq.session, rq.member),
                                              rq.deadline);
  if (!row) throw refused("unauthenticated", "");
}

task<readable_channel> access_channel(context& c, request rq, proto::channel_id id) {
  auto found = co_await c.db.maybe<readable_channel>(
      sql::access_channel, postgres::values(rq.session, rq.member, id), rq.deadline);
  if (found) co_return *found;
  co_await require_session(c, rq);
  throw refused("not_found", "channel");
}

task<readable_space> access_space(context& c, request rq, proto::space_id id) {
  auto found = co_await c.db.maybe<readable_space>(sql::access_space,
                                                   postgres::values(rq.session, rq.member, id), rq.deadline);
  if (found) co_return *found;
  co_await require_session(c, rq);
  throw refused("not_found", "space");
}
}  // namespace verbund::chat
