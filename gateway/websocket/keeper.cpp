// Keeping sessions: a WebSocket is authenticated once, at its handshake, and may then stay open for days.
#include "gateway/websocket/keeper.hpp"

#include "gateway/core.hpp"
#include "proto/catalogue.hpp"
#include "shared/base/log.hpp"

namespace verbund::gateway {
namespace {
constexpr std::size_t sessions_per_call = 1000;
constexpr std::chrono::milliseconds request_time{3000};

void close_ended(core& c, const rpc::link_reply& reply) {
  proto::kept_sessions answer;
  if (reply.is_error()) return;
  if (wire::decode(rpc::result_of(reply.rest), answer, wire::members::ignore_unknown))
    return log::error("keep_sessions", {{"problem", "unreadable answer"}});
  if (answer.ended.empty()) return;
  std::unordered_map<uuid, std::uint16_t> ended;
  for (const auto& id : answer.ended) ended[id.value] = close_revoked;
  for (const auto& id : answer.expired) ended[id.value] = close_expired;
  c.sessions().for_each([&](session& s) {
    if (auto found = ended.find(s.who().session); found != ended.end())
      s.close(found->second, "The session has ended.");
  });
}

void ask(core& c, const proto::keep_sessions& part) {
  auto params = wire::encoded(part);
  auto trace = c.new_trace();
  const auto& method = proto::methods::keep_sessions.info;
  rpc::outgoing request{.method = method.name, .trace = trace, .params = params, .time_left = request_time};
  c.routes().call(method, request, [&c](const rpc::link_reply& reply) { close_ended(c, reply); });
}
}  // namespace

void keep_sessions(core& c) {
  proto::keep_sessions part;
  c.sessions().for_each([&](session& s) {
    if (!s.is_open()) return;
    part.open.push_back({s.who().session});
    if (s.take_used()) part.used.push_back({s.who().session});
    if (part.open.size() < sessions_per_call) return;
    ask(c, part);
    part = {};
  });
  if (!part.open.empty()) ask(c, part);
}
}  // namespace verbund::gateway
