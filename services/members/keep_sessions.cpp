// Keeps sessions alive that are used through a WebSocket, and tells the gateway which have ended.
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {
namespace {
struct row {
  proto::session_id id;
  bool expired = false;
};
BOOST_DESCRIBE_STRUCT(row, (), (id, expired))
}  // namespace

task<proto::kept_sessions> keep_sessions(context& c, rpc::request rq, proto::keep_sessions p) {
  proto::kept_sessions answer;
  for (const auto& r :
       co_await c.db.rows<row>(sql::keep_sessions, postgres::values(p.open, p.used), rq.deadline)) {
    answer.ended.push_back(r.id);
    if (r.expired) answer.expired.push_back(r.id);
  }
  co_return answer;
}
}  // namespace verbund::members
