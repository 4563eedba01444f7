// GET /ws: the handshake of RFC 6455, section 4.2.
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <boost/beast/websocket/rfc6455.hpp>

#include "gateway/core.hpp"
#include "gateway/http/endpoints.hpp"
#include "gateway/metrics.hpp"

namespace verbund::gateway {
namespace {
// A key is 16 bytes in base64: 22 characters and two equal signs.
bool key_is_valid(std::string_view key) {
  if (key.size() != 24 || !key.ends_with("==")) return false;
  return std::all_of(key.begin(), key.end() - 2, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  });
}

std::optional<http_reply> refuse_handshake(const http_request& r) {
  if (r.method() != http::verb::get || r.version() != 11 || !boost::beast::websocket::is_upgrade(r)) {
    auto reply = fault_reply(426, kind::invalid, "This address speaks WebSocket only.");
    reply.header("Upgrade", "websocket");
    reply.close = true;
    return reply;
  }
  if (header_of(r, http::field::sec_websocket_version) != "13") {
    auto reply = fault_reply(426, kind::invalid, "Only WebSocket version 13 is spoken here.");
    reply.header("Sec-WebSocket-Version", "13");
    reply.close = true;
    return reply;
  }
  if (r.count(http::field::sec_websocket_key) != 1 ||
      !key_is_valid(header_of(r, http::field::sec_websocket_key)))
    return fault_reply(400, kind::invalid, "Sec-WebSocket-Key must be 16 bytes in base64.");
  if (!header_of(r, http::field::content_length).empty() ||
      !header_of(r, http::field::transfer_encoding).empty())
    return fault_reply(400, kind::invalid, "A handshake has no body.");
  return std::nullopt;
}

http_reply accepted(const http_request& r) {
  http_reply reply;
  reply.status = 101;
  reply.header("Upgrade", "websocket");
  reply.header("Connection", "Upgrade");
  reply.header("Sec-WebSocket-Accept", websocket_accept(header_of(r, http::field::sec_websocket_key)));
  return reply;
}

// A page never learns why its handshake was refused; so it is taken, and closed with when to come again. Programs
// are told by 503.
handshake come_later(core& c, const http_request& r, bool bearer) {
  auto later = crowded(c);
  if (bearer) return {fault_reply(status_of(later.why), later), std::nullopt};
  auto reply = accepted(r);
  append_close(reply.body, close_come_later, "retry_after=" + std::to_string(*later.retry_after_ms));
  reply.close = true;
  return {std::move(reply), std::nullopt};
}
}  // namespace

std::string websocket_accept(std::string_view key) {
  auto text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[SHA_DIGEST_LENGTH];
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha1(), nullptr);
  unsigned char encoded[4 * ((SHA_DIGEST_LENGTH + 2) / 3) + 1];
  auto length = EVP_EncodeBlock(encoded, digest, static_cast<int>(size));
  return {reinterpret_cast<char*>(encoded), static_cast<std::size_t>(length)};
}

task<handshake> shake_hands(core& c, const http_request& r, peer from) {
  if (auto fault = refuse_handshake(r)) {
    count_reject("handshake");
    fault->close = true;
    co_return handshake{std::move(*fault), std::nullopt};
  }
  credentials shown;
  if (auto fault = read_credentials(r, c.shared().public_origins, shown))
    co_return handshake{std::move(*fault), std::nullopt};
  if (!shown.present()) co_return handshake{unauthenticated(c, from), std::nullopt};
  auto turn = co_await turn_at_the_door(c);
  if (!turn) co_return come_later(c, r, shown.bearer);
  auto found = co_await authenticate(c, shown, std::move(from), sign_of_life::yes);
  turn->give_back();
  if (auto refused = std::get_if<refusal>(&found)) {
    auto reply = fault_reply(status_of(refused->why), *refused);
    if (refused->why == kind::unauthenticated && !shown.bearer)
      reply.header("Set-Cookie", set_cookie(header_of(r, http::field::origin), {}, 0));
    co_return handshake{std::move(reply), std::nullopt};
  }
  co_return handshake{accepted(r), std::get<identity>(found)};
}
}  // namespace verbund::gateway
