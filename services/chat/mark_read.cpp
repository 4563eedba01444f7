// Remembers how far a member has read a channel.
#include "services/chat/access.hpp"
#include "services/chat/ensure_stream.hpp"
#include "services/chat/handlers.hpp"

namespace verbund::chat {
namespace {
struct input {
  proto::channel_id channel;
  proto::member_id member;
  uuid session;
  proto::number number;
};
BOOST_DESCRIBE_STRUCT(input, (), (channel, member, session, number))

struct output {
  std::int64_t ord = 0;
  std::string outcome;
  proto::number number;
  std::int64_t unread = 0;
  proto::number last_number;
  proto::position position;
};
BOOST_DESCRIBE_STRUCT(output, (), (ord, outcome, number, unread, last_number, position))

rpc::outcome finish(const input& in, const output& out) {
  if (out.outcome != "stored" && out.outcome != "same") return {{}, refused(out.outcome, "channel"), {}};
  proto::read_mark mark{in.channel, out.number, out.unread, out.last_number};
  auto done = rpc::changed_object(mark, stream_of(in.member), out.position, 0, "read_mark", in.channel.value);
  if (out.outcome == "same") done.events.clear();
  return done;
}

const rpc::set_write<input, output> kind(sql::mark_read, finish);

/// Marks have no id of their own; what must not share a set is a member's mark for one channel.
uuid key_of(const proto::member_id& member, const proto::channel_id& channel) {
  uuid key;
  for (std::size_t i = 0; i < key.bytes.size(); ++i)
    key.bytes[i] = static_cast<std::uint8_t>(member.value.bytes[i] ^ channel.value.bytes[i]);
  return key;
}
}  // namespace

task<rpc::write> mark_read(context& c, request rq, proto::mark_read p) {
  co_await access_channel(c, rq, p.channel);
  co_await ensure_stream(c, rq, stream_of(rq.me()));
  input row{p.channel, rq.me(), rq.session, p.number};
  co_return kind.of(std::move(row), std::vector<uuid>(1, rq.member), key_of(rq.me(), p.channel));
}
}  // namespace verbund::chat
