// Posts a message: the statement asks for the right itself, so preparing needs no round trip.
#include "services/chat/handlers.hpp"

namespace verbund::chat {
namespace {
struct input {
  proto::message_id id;
  proto::channel_id channel;
  proto::member_id author;
  uuid session;
  std::string body;
  std::optional<proto::message_id> reply_to;
  postgres::bytes request_hash;
};
BOOST_DESCRIBE_STRUCT(input, (), (id, channel, author, session, body, reply_to, request_hash))

struct output {
  std::int64_t ord = 0;
  std::string outcome;
  proto::number number;
  proto::position position;
  std::int64_t last_number = 0;
  std::string body;
  std::optional<proto::message_id> reply_to;
  timestamp sent_at;
  std::optional<timestamp> edited_at, deleted_at;
};
BOOST_DESCRIBE_STRUCT(output, (),
                      (ord, outcome, number, position, last_number, body, reply_to, sent_at, edited_at,
                       deleted_at))

rpc::outcome finish(const input& in, const output& out) {
  bool known = out.outcome == "stored" || out.outcome == "same";
  if (!known) return {{}, refused(out.outcome, "channel"), {}};
  proto::message m{in.id,    in.channel,   out.number,  out.position,  in.author,
                   out.body, out.reply_to, out.sent_at, out.edited_at, out.deleted_at};
  auto done =
      rpc::changed_object(m, stream_of(in.channel), out.position, out.last_number, "message", in.id.value);
  // A repetition is answered, not told again.
  if (out.outcome == "same") done.events.clear();
  done.told_outbox = out.outcome == "stored" && mentions_somebody(in.body);
  return done;
}

const rpc::set_write<input, output> kind(sql::send_messages, finish);
}  // namespace

task<rpc::write> send_message(context&, request rq, proto::send_message p) {
  auto hash =
      request_hash({to_string(p.channel.value), p.reply_to ? to_string(p.reply_to->value) : "", p.body});
  input row{p.id, p.channel, rq.me(), rq.session, std::move(p.body), p.reply_to, std::move(hash)};
  co_return kind.of(std::move(row), std::vector<uuid>(1, p.channel.value), p.id.value);
}
}  // namespace verbund::chat
