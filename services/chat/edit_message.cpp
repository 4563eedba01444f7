// Changes the text of one's own message, if nobody changed it since.
#include "services/chat/change_message.hpp"
#include "services/chat/handlers.hpp"

namespace verbund::chat {
task<rpc::write> edit_message(context&, request rq, proto::edit_message p) {
  message_change change{p.id, p.channel, rq.me(), rq.session, p.position, std::move(p.body)};
  co_return change_message(std::move(change));
}
}  // namespace verbund::chat
