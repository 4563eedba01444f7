// Opens a channel in a space.
#include "services/chat/access.hpp"
#include "services/chat/ensure_stream.hpp"
#include "services/chat/handlers.hpp"

namespace verbund::chat {
namespace {
struct input {
  proto::channel_id id;
  proto::space_id space;
  proto::member_id member;
  uuid session;
  std::string name;
  std::string purpose;
  postgres::bytes request_hash;
};
BOOST_DESCRIBE_STRUCT(input, (), (id, space, member, session, name, purpose, request_hash))

struct output {
  std::int64_t ord = 0;
  std::string outcome;
  std::string name, purpose;
  timestamp created_at;
  proto::position position;
  std::int64_t last_number = 0;
};
BOOST_DESCRIBE_STRUCT(output, (), (ord, outcome, name, purpose, created_at, position, last_number))

rpc::outcome finish(const input& in, const output& out) {
  if (out.outcome != "stored" && out.outcome != "same") return {{}, refused(out.outcome, "space"), {}};
  proto::channel c{in.id, in.space, out.name, out.purpose, out.created_at};
  auto done =
      rpc::changed_object(c, stream_of(in.space), out.position, out.last_number, "channel", in.id.value);
  if (out.outcome == "same") done.events.clear();
  return done;
}

const rpc::set_write<input, output> kind(sql::create_channels, finish);
}  // namespace

task<rpc::write> create_channel(context& c, request rq, proto::create_channel p) {
  auto space = co_await access_space(c, rq, p.space);
  if (!space.may_create) throw refused("forbidden", "space");
  co_await ensure_stream(c, rq, stream_of(p.space));
  std::string purpose = p.purpose ? std::move(*p.purpose) : std::string();
  auto hash = request_hash({to_string(p.space.value), p.name, purpose});
  input row{p.id, p.space, rq.me(), rq.session, std::move(p.name), std::move(purpose), std::move(hash)};
  co_return kind.of(std::move(row), std::vector<uuid>(1, p.space.value), p.id.value);
}
}  // namespace verbund::chat
