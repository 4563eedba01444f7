// From a changed row to answer and event.
#include "services/chat/changed_message.hpp"

namespace verbund::chat {
rpc::outcome changed_message(const proto::message_id& id, const proto::channel_id& channel,
                             const changed_row& out) {
  proto::message m{id,       channel,      out.number,  out.position,  out.author,
                   out.body, out.reply_to, out.sent_at, out.edited_at, out.deleted_at};
  if (out.outcome == "conflict") return {{}, refused(out.outcome, "message", wire::encoded(m)), {}};
  if (out.outcome != "stored" && out.outcome != "same") return {{}, refused(out.outcome, "message"), {}};
  auto done = rpc::changed_object(m, stream_of(channel), out.position, out.last_number, "message", id.value);
  if (out.outcome == "same") done.events.clear();
  return done;
}
}  // namespace verbund::chat
