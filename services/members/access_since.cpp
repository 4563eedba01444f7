// Answers the gateways' long poll of the log of revocations.
#include <boost/asio/steady_timer.hpp>

#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {
namespace {
using namespace std::chrono_literals;
/// How long an answer waits for something to tell, and how often it looks: another process may have written.
constexpr auto patience = 1000ms;
constexpr auto every = 50ms;

struct log_row {
  proto::position stands;
  bool complete = false;
  std::optional<proto::position> position;
  std::optional<proto::revocation_kind> kind;
  std::optional<proto::session_id> session;
  std::optional<proto::member_id> member;
  std::optional<proto::space_id> space;
  std::optional<std::string> stream;
};
BOOST_DESCRIBE_STRUCT(log_row, (), (stands, complete, position, kind, session, member, space, stream))

struct position_row {
  proto::position position;
};
BOOST_DESCRIBE_STRUCT(position_row, (), (position))

task<proto::position> standing(context& c, rpc::request rq) {
  auto row = co_await c.db.maybe<position_row>(sql::revocations_position, postgres::values(), rq.deadline);
  if (!row) throw refusal(kind::internal, "The log of revocations has no position.");
  co_return row->position;
}

task<proto::revocations> beyond(context& c, rpc::request rq, proto::position after) {
  auto rows = co_await c.db.rows<log_row>(sql::revocations_since, postgres::values(after), rq.deadline);
  proto::revocations answer;
  for (const auto& r : rows) {
    answer.position = r.stands;
    answer.lost = !r.complete;
    if (r.position) answer.entries.push_back({*r.position, *r.kind, r.session, r.member, r.space, r.stream});
  }
  if (answer.lost)
    answer.entries.clear();
  else if (!answer.entries.empty())
    answer.position = answer.entries.back().position;
  co_return answer;
}
}  // namespace

task<proto::revocations> access_since(context& c, rpc::request rq, proto::access_since p) {
  proto::revocations answer;
  if (!p.after) {
    co_await c.db.query(sql::forget_revocations, postgres::values(), rq.deadline);
    answer.position = co_await standing(c, rq);
    co_return answer;
  }
  auto until = std::min(steady_clock::now() + patience, rq.deadline - every);
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer pause(executor);
  for (;;) {
    answer = co_await beyond(c, rq, *p.after);
    if (answer.lost || !answer.entries.empty() || steady_clock::now() >= until) break;
    pause.expires_after(every);
    co_await pause.async_wait(asio::use_awaitable);
  }
  co_return answer;
}
}  // namespace verbund::members
