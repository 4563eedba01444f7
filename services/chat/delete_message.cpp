// Takes back one's own message.
#include "services/chat/change_message.hpp"
#include "services/chat/handlers.hpp"

namespace verbund::chat {
task<rpc::write> delete_message(context&, request rq, proto::delete_message p) {
  message_change change{p.id, p.channel, rq.me(), rq.session, {}, {}};
  co_return change_message(std::move(change));
}
}  // namespace verbund::chat
