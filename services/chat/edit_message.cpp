// Changes the text of one's own message, if nobody changed it since.
#include "services/chat/changed_message.hpp"
#include "services/chat/handlers.hpp"

namespace verbund::chat {
namespace {
struct input {
  proto::message_id id;
  proto::channel_id channel;
  proto::member_id author;
  uuid session;
  proto::position based_on;
  std::string body;
};
BOOST_DESCRIBE_STRUCT(input, (), (id, channel, author, session, based_on, body))

rpc::outcome finish(const input& in, const changed_row& out) {
  return changed_message(in.id, in.channel, out);
}

const rpc::set_write<input, changed_row> kind(sql::edit_messages, finish);
}  // namespace

task<rpc::write> edit_message(context&, request rq, proto::edit_message p) {
  input row{p.id, p.channel, rq.me(), rq.session, p.position, std::move(p.body)};
  co_return kind.of(std::move(row), std::vector<uuid>(1, p.channel.value), p.id.value);
}
}  // namespace verbund::chat
