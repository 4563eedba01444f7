// From a change of a message to its answer and event.
#include "services/chat/change_message.hpp"

namespace verbund::chat {
namespace {
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
  bool mentioned = false;  ///< the old text did
};
BOOST_DESCRIBE_STRUCT(changed_row, (),
                      (ord, outcome, number, position, last_number, author, body, reply_to, sent_at,
                       edited_at, deleted_at, mentioned))

rpc::outcome finish(const message_change& in, const changed_row& out) {
  proto::message m{in.id,    in.channel,   out.number,  out.position,  out.author,
                   out.body, out.reply_to, out.sent_at, out.edited_at, out.deleted_at};
  if (out.outcome == "conflict") return {{}, refused(out.outcome, "message", wire::encoded(m)), {}};
  if (out.outcome != "stored" && out.outcome != "same") return {{}, refused(out.outcome, "message"), {}};
  auto done =
      rpc::changed_object(m, stream_of(in.channel), out.position, out.last_number, "message", in.id.value);
  if (out.outcome == "same") done.events.clear();
  done.told_outbox = out.outcome == "stored" && (out.mentioned || mentions_somebody(out.body));
  return done;
}

const rpc::set_write<message_change, changed_row> kind(sql::change_messages, finish);
}  // namespace

rpc::write change_message(message_change change) {
  std::vector<uuid> locked(1, change.channel.value);
  uuid object = change.id.value;
  return kind.of(std::move(change), std::move(locked), object);
}
}  // namespace verbund::chat
