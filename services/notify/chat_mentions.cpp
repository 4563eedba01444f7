// From chat's outbox to rows of inboxes.
#include <unordered_set>

#include "services/notify/effects.hpp"
#include "services/notify/mentions.hpp"

namespace verbund::notify {
namespace {
struct message_row {
  proto::message_id id;
  std::string mentioning;
};
BOOST_DESCRIBE_STRUCT(message_row, (), (id, mentioning))

/// Who is mentioned where, column by column as the statements take it.
struct columns {
  std::vector<proto::message_id> messages;
  std::vector<proto::member_id> members;
  std::vector<proto::inbox_item_id> items;  ///< the ids of rows that are new
};

columns mentioned_in(const std::vector<message_row>& messages) {
  columns c;
  for (const auto& m : messages)
    for (const auto& member : mentions(m.mentioning)) {
      c.messages.push_back(m.id);
      c.members.push_back(member);
      c.items.push_back({new_uuid()});
    }
  return c;
}
}  // namespace

/// Beyond so many inboxes in one round, gateways find by themselves what those they hold have missed.
constexpr std::size_t most_announced = 200;

task<> inbox_effect::committed(steady_clock::time_point deadline) {
  auto moved = std::exchange(moved_, {});
  if (moved.size() > most_announced) co_return;
  request rq;
  rq.trace = "outbox";
  rq.deadline = deadline;
  co_await streams::announce(context_.streams, context_.publisher, rq, std::move(moved));
}

task<> chat_mentions::apply(postgres::connection& db, std::vector<outbox::entry> entries,
                            steady_clock::time_point deadline) {
  moved_.clear();
  std::vector<uuid> messages;
  std::unordered_set<uuid> known;
  for (const auto& e : entries)
    if (known.insert(e.object_id).second) messages.push_back(e.object_id);
  std::vector<postgres::statement> read;
  read.emplace_back(sql::mentioning_messages, postgres::values(messages));
  auto texts = co_await db.run(std::move(read), deadline);
  auto c = mentioned_in(postgres::rows<message_row>(texts[0]));
  std::vector<postgres::statement> write;
  write.emplace_back(sql::ensure_inboxes, postgres::values(c.messages, c.members));
  write.emplace_back(sql::lock_inboxes, postgres::values(c.members, messages));
  write.emplace_back(sql::keep_mentions, postgres::values(messages, c.messages, c.members, c.items));
  auto results = co_await db.run(std::move(write), deadline);
  moved_ = postgres::rows<streams::moved>(results[2]);
}
}  // namespace verbund::notify
