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

task<std::vector<readable_channel>> access_channels(context& c, request rq,
                                                    std::vector<proto::channel_id> ids) {
  auto values = postgres::values(rq.session, rq.member, ids);
  co_return co_await c.db.rows<readable_channel>(sql::access_channels, std::move(values), rq.deadline);
}

task<std::vector<readable_space>> access_spaces(context& c, request rq, std::vector<proto::space_id> ids) {
  auto values = postgres::values(rq.session, rq.member, ids);
  co_return co_await c.db.rows<readable_space>(sql::access_spaces, std::move(values), rq.deadline);
}

task<readable_channel> access_channel(context& c, request rq, proto::channel_id id) {
  std::vector<proto::channel_id> one(1, id);
  auto found = co_await access_channels(c, rq, std::move(one));
  if (found.empty()) {
    co_await require_session(c, rq);
    throw refused("not_found", "channel");
  }
  co_return found.front();
}

task<readable_space> access_space(context& c, request rq, proto::space_id id) {
  std::vector<proto::space_id> one(1, id);
  auto found = co_await access_spaces(c, rq, std::move(one));
  if (found.empty()) {
    co_await require_session(c, rq);
    throw refused("not_found", "space");
  }
  co_return found.front();
}
}  // namespace verbund::chat
