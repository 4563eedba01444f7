// What editing and deleting have in common: the row their statements answer with, and what becomes of it.
#pragma once
#include "services/chat/context.hpp"

namespace verbund::chat {

struct changed_row {
  std::int64_t ord = 0;
  std::string outcome;
  proto::number number;
  proto::position position;
  std::int64_t last_number = 0;
  proto::member_id author;
  std::string body;
  std::optional<proto::message_id> reply_to;
  timestamp sent_at;
  std::optional<timestamp> edited_at, deleted_at;
};
BOOST_DESCRIBE_STRUCT(changed_row, (),
                      (ord, outcome, number, position, last_number, author, body, reply_to, sent_at,
                       edited_at, deleted_at))

/// The new state with its event, the present state for a repetition, or a refusal with `current` for a
/// conflict.
rpc::outcome changed_message(const proto::message_id&, const proto::channel_id&, const changed_row&);
}  // namespace verbund::chat
