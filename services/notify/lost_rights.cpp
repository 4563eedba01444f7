// From the log of what was taken away to rows of inboxes that go.
#include "services/notify/effects.hpp"

namespace verbund::notify {
namespace {
struct holder_row {
  uuid id;
};
BOOST_DESCRIBE_STRUCT(holder_row, (), (id))
}  // namespace

task<> lost_rights::apply(postgres::connection& db, std::vector<outbox::entry> entries,
                          steady_clock::time_point deadline) {
  moved_.clear();
  std::vector<uuid> members, spaces;
  bool everybody = false;
  for (const auto& e : entries) {
    if (e.kind == "membership" || e.kind == "member") members.push_back(e.object_id);
    if (e.kind == "space") spaces.push_back(e.object_id);
    everybody = everybody || e.kind == "all";
  }
  if (everybody || !spaces.empty()) {
    std::vector<postgres::statement> one;
    one.emplace_back(sql::holders, postgres::values(spaces, everybody));
    auto results = co_await db.run(std::move(one), deadline);
    for (const auto& holder : postgres::rows<holder_row>(results[0])) members.push_back(holder.id);
  }
  if (members.empty()) co_return;
  std::vector<postgres::statement> statements;
  statements.emplace_back(sql::lock_lost_inboxes, postgres::values(members));
  statements.emplace_back(sql::withdraw_items, postgres::values(members));
  auto results = co_await db.run(std::move(statements), deadline);
  moved_ = postgres::rows<streams::moved>(results[1]);
}
}  // namespace verbund::notify
