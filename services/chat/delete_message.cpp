// Takes back one's own message.
#include "services/chat/changed_message.hpp"
#include "services/chat/handlers.hpp"

namespace verbund::chat {
namespace {
struct input {
  proto::message_id id;
  proto::channel_id channel;
  proto::member_id author;
  uuid session;
};
BOOST_DESCRIBE_STRUCT(input, (), (id, channel, author, session))

rpc::outcome finish(const input& in, const changed_row& out) {
  return changed_message(in.id, in.channel, out);
}

const rpc::set_write<input, changed_row> kind(sql::delete_messages, finish);
}  // namespace

task<rpc::write> delete_message(context&, request rq, proto::delete_message p) {
  input row{p.id, p.channel, rq.me(), rq.session};
  co_return kind.of(std::move(row), std::vector<uuid>(1, p.channel.value), p.id.value);
}
}  // namespace verbund::chat
