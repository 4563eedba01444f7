// What editing and taking back have in common: one statement, and what becomes of its answer.
#pragma once
#include "services/chat/context.hpp"

namespace verbund::chat {

/// A new text, based on the state at a position; without both the message is taken back.
struct message_change {
  proto::message_id id;
  proto::channel_id channel;
  proto::member_id author;
  uuid session;
  std::optional<proto::position> based_on;
  std::optional<std::string> body;
};
BOOST_DESCRIBE_STRUCT(message_change, (), (id, channel, author, session, based_on, body))

/// The write that answers with the new state and its event, with the present state for a repetition, or with
/// a refusal, which has `current` for a conflict.
rpc::write change_message(message_change);
}  // namespace verbund::chat
