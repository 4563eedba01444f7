// Notes which items of her inbox a member has seen.
#include "services/notify/handlers.hpp"
#include "shared/streams/announce.hpp"

namespace verbund::notify {
namespace {
struct seen_row : proto::inbox_item {
  std::optional<proto::position> after;
};
BOOST_DESCRIBE_STRUCT(seen_row, (proto::inbox_item), (after))

/// Lock and write leave as one run, which is one transaction.
task<std::vector<seen_row>> store(context& c, request rq, std::vector<proto::inbox_item_id> items) {
  auto lease = co_await c.db.acquire(rq.deadline);
  std::vector<postgres::statement> statements;
  statements.emplace_back(sql::lock_inbox, postgres::values(rq.member));
  statements.emplace_back(sql::mark_seen, postgres::values(rq.session, rq.member, items));
  auto results = co_await lease->run(std::move(statements), rq.deadline);
  co_return postgres::rows<seen_row>(results[1]);
}
}  // namespace

task<proto::seen_items> mark_seen(context& c, request rq, proto::mark_seen p) {
  auto rows = co_await store(c, rq, p.items);
  if (rows.empty()) {
    co_await require_session(c.db, rq);
    if (!p.items.empty()) throw refusal(kind::not_found, "There are no such items in your inbox.", "/items");
  }
  proto::seen_items answer;
  std::vector<streams::moved> moved;
  for (auto& row : rows) {
    if (row.after && moved.empty()) moved.push_back({"inbox", rq.member, *row.after});
    answer.items.push_back(std::move(row));
  }
  co_await streams::announce(c.streams, c.publisher, rq, std::move(moved));
  co_return answer;
}
}  // namespace verbund::notify
