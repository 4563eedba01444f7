// Handshake and frames, as far as this server needs them.
#include "tests/bench/lib/websocket.hpp"

#include <sys/socket.h>

#include <charconv>
#include <cstring>
#include <stdexcept>

namespace verbund::bench {
namespace {
void append_length(std::string& out, std::size_t length, unsigned char mask_bit) {
  auto byte = [&](std::size_t value) { out += static_cast<char>(value & 0xFF); };
  if (length < 126) return byte(length | mask_bit);
  int bytes = length < 65536 ? 2 : 8;
  byte((bytes == 2 ? 126u : 127u) | mask_bit);
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) byte(length >> shift);
}
}  // namespace

void append_client_frame(std::string& out, std::string_view text) {
  out += '\x81';
  append_length(out, text.size(), 0x80);
  out.append(4, '\0');
  out += text;
}

void append_server_frame(std::string& out, std::string_view text) {
  out += '\x81';
  append_length(out, text.size(), 0);
  out += text;
}

std::int64_t number_of(std::string_view json, std::string_view name) {
  std::string wanted = "\"" + std::string(name) + "\":";
  auto at = json.find(wanted);
  std::int64_t value = 0;
  if (at == json.npos ||
      std::from_chars(json.data() + at + wanted.size(), json.data() + json.size(), value).ec != std::errc())
    throw std::runtime_error("no " + std::string(name) + " in " + std::string(json));
  return value;
}

char* frame_cutter::room(std::size_t room) {
  if (begin_ == end_) begin_ = end_ = 0;
  if (buffer_.size() - end_ < room) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    if (buffer_.size() - end_ < room) buffer_.resize(end_ + room);
  }
  return buffer_.data() + end_;
}

std::optional<std::string_view> frame_cutter::next() {
  for (;;) {
    auto* at = reinterpret_cast<const unsigned char*>(buffer_.data()) + begin_;
    auto have = end_ - begin_;
    if (have < 2) return std::nullopt;
    std::size_t head = 2, length = at[1] & 0x7F;
    if (length >= 126) {
      std::size_t bytes = length == 126 ? 2 : 8;
      head += bytes;
      if (have < head) return std::nullopt;
      length = 0;
      for (std::size_t i = 0; i < bytes; ++i) length = length << 8 | at[2 + i];
    }
    if (have < head + length) return std::nullopt;
    auto text = std::string_view(buffer_).substr(begin_ + head, length);
    auto opcode = at[0] & 0x0F;
    begin_ += head + length;
    if (opcode == 1) return text;
    if (opcode == 8) {
      auto code = text.size() < 2
                      ? 1005
                      : (static_cast<unsigned char>(text[0]) << 8 | static_cast<unsigned char>(text[1]));
      throw std::runtime_error("the server closed with " + std::to_string(code) + " " +
                               std::string(text.substr(text.size() < 2 ? 0 : 2)));
    }
  }
}

websocket::websocket(std::uint16_t port, unsigned source, const std::string& cookie)
    : socket_(connect_tcp(port, source)) {
  auto host = "127.0.0.1:" + std::to_string(port);
  write_all(fd(), "GET /ws HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host +
                      "\r\nCookie: " + cookie +
                      "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  std::string head;
  while (!head.ends_with("\r\n\r\n")) {
    char c;
    read_exactly(fd(), &c, 1);
    head += c;
  }
  if (!head.starts_with("HTTP/1.1 101"))
    throw std::runtime_error("no WebSocket: " + head.substr(0, head.find('\r')));
  if (receive().find("live.hello") == std::string_view::npos)
    throw std::runtime_error("the first frame is no hello");
}

void websocket::send(std::string_view text) {
  std::string out;
  append_client_frame(out, text);
  write_all(fd(), out);
}

std::string_view websocket::receive() {
  for (;;) {
    if (auto text = frames_.next()) return *text;
    constexpr std::size_t room = 16384;
    auto n = recv(fd(), frames_.room(room), room, 0);
    if (n <= 0) throw std::runtime_error("the connection was closed");
    frames_.filled(static_cast<std::size_t>(n));
  }
}

std::string websocket::call(std::string_view method, std::string_view params) {
  send("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"" + std::string(method) +
       "\",\"params\":" + std::string(params) + "}");
  for (;;) {
    auto text = receive();
    if (text.find("\"id\":0,") == std::string_view::npos) continue;
    if (text.find("\"error\":") != std::string_view::npos) throw std::runtime_error(std::string(text));
    return std::string(text);
  }
}
}  // namespace verbund::bench
