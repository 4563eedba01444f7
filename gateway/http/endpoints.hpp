// What is behind each path.
#pragma once
#include <optional>
#include <string>
#include <variant>

#include "gateway/entrance.hpp"
#include "gateway/events/stream_list.hpp"
#include "gateway/http/reply.hpp"
#include "gateway/http/request.hpp"
#include "gateway/websocket/session.hpp"
#include "shared/async/task.hpp"
#include "shared/rpc/envelope.hpp"

namespace verbund::gateway {

class core;

/// Where a request comes from.
struct peer {
  std::string address;
  std::string group;  ///< what rates are counted by
};

/// What can be refused by the head alone, before a body is read.
std::optional<http_reply> refuse_by_head(core&, const http_request&);
/// Answers everything but /ws.
task<http_reply> answer_request(core&, const http_request&, peer);
/// POST /rpc.
task<http_reply> answer_rpc(core&, const http_request&, peer);

/// Whether a request is a sign of life of its person, or something that a page does by itself.
enum class sign_of_life { yes, no };
/// Asks members who is behind these credentials.
task<std::variant<identity, refusal>> authenticate(core&, credentials, peer, sign_of_life);
/// The answer to who shows nothing, paid for by the address.
http_reply unauthenticated(core&, const peer&);

/// A turn at the door for what comes in herds; nothing when it would take too long.
task<std::optional<entrance::turn>> turn_at_the_door(core&);
/// What is told to whom the door has no turn for: when to come again.
refusal crowded(core&);

/// The WebSocket handshake: who may open one, and the 101; or why not.
struct handshake {
  http_reply reply;
  std::optional<identity> who;
};
task<handshake> shake_hands(core&, const http_request&, peer);
/// GET /events: who asks, and for what; or why not.
struct events_opening {
  http_reply reply;
  std::optional<identity> who;
  events_query query;
};
task<events_opening> open_events(core&, const http_request&, peer);
/// live.subscribe and live.unsubscribe over POST /rpc.
task<http_reply> answer_live(core&, const rpc::call&, identity, peer);
/// Sec-WebSocket-Accept for a key.
std::string websocket_accept(std::string_view key);
}  // namespace verbund::gateway
