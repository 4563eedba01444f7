// What is behind each path.
#pragma once
#include <optional>
#include <string>
#include <variant>

#include "gateway/http/reply.hpp"
#include "gateway/http/request.hpp"
#include "gateway/websocket/session.hpp"
#include "shared/async/task.hpp"

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

/// Asks members who is behind these credentials.
task<std::variant<identity, refusal>> authenticate(core&, credentials, peer);

/// The WebSocket handshake: who may open one, and the 101; or why not.
struct handshake {
  http_reply reply;
  std::optional<identity> who;
};
task<handshake> shake_hands(core&, const http_request&, peer);
/// Sec-WebSocket-Accept for a key.
std::string websocket_accept(std::string_view key);
}  // namespace verbund::gateway
