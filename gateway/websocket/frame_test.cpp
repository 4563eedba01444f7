// The frame codec against RFC 6455: every rule as a table, each fed whole, in pieces, and byte by byte.
#include "gateway/websocket/frame.hpp"

#include <filesystem>
#include <fstream>
#include <vector>

#include "shared/base/catch.hpp"
#include "shared/wire/wire.hpp"

using namespace verbund::gateway;

namespace {
constexpr std::size_t most = 65536;

/// A client's frame: masked, with any first byte.
std::string frame(unsigned first, std::string_view payload, bool masked = true, unsigned length_form = 0) {
  std::string out(1, static_cast<char>(first));
  auto size = payload.size();
  unsigned mask = masked ? 0x80 : 0;
  if (length_form == 0) length_form = size < 126 ? 7 : size < 65536 ? 16 : 64;
  if (length_form == 7) {
    out += static_cast<char>(mask | size);
  } else {
    out += static_cast<char>(mask | (length_form == 16 ? 126u : 127u));
    for (int shift = static_cast<int>(length_form) - 8; shift >= 0; shift -= 8)
      out += static_cast<char>(static_cast<std::uint64_t>(size) >> shift);
  }
  if (!masked) return out + std::string(payload);
  const char key[] = {'\x37', '\xfa', '\x21', '\x3d'};
  out.append(key, 4);
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(payload[i] ^ key[i % 4]);
  return out;
}

std::string close_frame(std::uint16_t code, std::string_view reason = {}) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code)};
  return frame(0x88, payload + std::string(reason));
}

/// What a reader makes of the bytes, in one line: "text(abc) ping() fault(1002)".
std::string read_in_pieces(std::string bytes, std::size_t piece) {
  frame_reader reader;
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    std::span<char> input(bytes.data() + at, std::min(piece, bytes.size() - at));
    for (;;) {
      auto e = reader.next(input, most);
      if (e.what == frame_event::more) break;
      static const char* names[] = {"more", "text", "binary", "ping", "pong", "close", "fault"};
      if (!out.empty()) out += ' ';
      out += names[e.what];
      out += '(';
      out += e.what == frame_event::fault || e.what == frame_event::close ? std::to_string(e.code)
             : e.payload.size() > 40                                      ? std::to_string(e.payload.size())
                                                                          : std::string(e.payload);
      out += ')';
      if (e.what == frame_event::fault) return out;
    }
  }
  return out;
}

void check(const std::string& bytes, const std::string& expected) {
  for (std::size_t piece :
       {bytes.size() + 1, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{997}}) {
    if (piece == 1 && bytes.size() > 5000) continue;
    INFO("pieces of " << piece);
    CHECK(read_in_pieces(bytes, piece) == expected);
  }
}
}  // namespace

TEST_CASE("the texts of a row of frames are those that were framed, of any length") {
  std::vector<std::string> texts;
  std::string row;
  for (std::size_t size : {0u, 1u, 125u, 126u, 127u, 65535u, 65536u, 70000u}) {
    texts.push_back(std::string(size, static_cast<char>('a' + size % 26)));
    append_frame(row, opcode::text, texts.back());
  }
  std::vector<std::string> found;
  each_text(row, [&](std::string_view text) { found.emplace_back(text); });
  CHECK(found == texts);
}

TEST_CASE("text and binary messages of every length form are read (Autobahn 1)") {
  for (std::size_t size : {0, 125, 126, 127, 128, 65535, 65536}) {
    std::string text(size, 'x');
    auto shown = size > 40 ? std::to_string(size) : text;
    check(frame(0x81, text), "text(" + shown + ")");
    check(frame(0x82, text), "binary(" + shown + ")");
  }
}

TEST_CASE("lengths not in their shortest form and lengths above the bound are refused") {
  check(frame(0x81, "abc", true, 16), "fault(1002)");
  check(frame(0x81, "abc", true, 64), "fault(1002)");
  check(frame(0x81, std::string(300, 'x'), true, 64), "fault(1002)");
  check(frame(0x81, std::string(most + 1, 'x')), "fault(1009)");
  std::string huge("\x81\xff\x80\x00\x00\x00\x00\x00\x00\x01", 10);
  CHECK(read_in_pieces(huge + "abcd", 100) == "fault(1002)");
  std::string enormous("\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff", 10);
  CHECK(read_in_pieces(enormous + "abcd", 100) == "fault(1009)");
}

TEST_CASE("pings and pongs come through, too long ones are refused (Autobahn 2)") {
  check(frame(0x89, ""), "ping()");
  check(frame(0x89, "hello"), "ping(hello)");
  check(frame(0x89, std::string("\x00\xff\xfe\xfd", 4)), std::string("ping(\x00\xff\xfe\xfd)", 10));
  check(frame(0x89, std::string(125, 'p')), "ping(125)");
  check(frame(0x89, std::string(126, 'p')), "fault(1002)");
  check(frame(0x8A, "unasked"), "pong(unasked)");
  std::string ten, expected;
  for (int i = 0; i < 10; ++i) {
    ten += frame(0x89, std::to_string(i));
    expected += (i ? " ping(" : "ping(") + std::to_string(i) + ")";
  }
  check(ten, expected);
}

TEST_CASE("reserved bits and opcodes are refused (Autobahn 3 and 4)") {
  for (unsigned rsv : {0x40u, 0x20u, 0x10u, 0x70u}) {
    check(frame(0x81 | rsv, "x"), "fault(1002)");
    check(frame(0x89 | rsv, "x"), "fault(1002)");
    check(frame(0x81, "ok") + frame(0x88 | rsv, ""), "text(ok) fault(1002)");
  }
  for (unsigned code : {3u, 4u, 5u, 6u, 7u, 11u, 12u, 13u, 14u, 15u})
    check(frame(0x80 | code, ""), "fault(1002)");
}

TEST_CASE("unmasked frames from a client are refused (RFC 6455, 5.1)") {
  check(frame(0x81, "x", false), "fault(1002)");
  check(frame(0x89, "", false), "fault(1002)");
}

TEST_CASE("fragments are joined, control frames may stand between them (Autobahn 5)") {
  check(frame(0x01, "frag") + frame(0x80, "ment"), "text(fragment)");
  check(frame(0x01, "fr") + frame(0x89, "p") + frame(0x00, "ag") + frame(0x8A, "q") + frame(0x80, "s"),
        "ping(p) pong(q) text(frags)");
  check(frame(0x01, "") + frame(0x00, "") + frame(0x80, ""), "text()");
  check(frame(0x02, "a") + frame(0x80, "b"), "binary(ab)");
  check(frame(0x09, "x") + frame(0x80, "y"), "fault(1002)");
  check(frame(0x0A, "x"), "fault(1002)");
  check(frame(0x08, ""), "fault(1002)");
  check(frame(0x80, "nothing to continue"), "fault(1002)");
  check(frame(0x00, "nothing to continue"), "fault(1002)");
  check(frame(0x01, "one") + frame(0x81, "two"), "fault(1002)");
  check(frame(0x01, "one") + frame(0x80, "!") + frame(0x80, "more"), "text(one!) fault(1002)");
  check(frame(0x01, std::string(40000, 'a')) + frame(0x80, std::string(40000, 'b')), "fault(1009)");
}

TEST_CASE("invalid UTF-8 is refused at the first byte that cannot become valid (Autobahn 6)") {
  check(frame(0x81, "\xce\xba\xe1\xbd\xb9"), "text(\xce\xba\xe1\xbd\xb9)");
  check(frame(0x01, "\xce") + frame(0x80, "\xba"), "text(\xce\xba)");
  check(frame(0x81, "\xce"), "fault(1007)");
  check(frame(0x81, "\xed\xa0\x80"), "fault(1007)");
  check(frame(0x81, "\xc0\xaf"), "fault(1007)");
  check(frame(0x81, "\xf4\x90\x80\x80"), "fault(1007)");
  check(frame(0x82, "\xff\xfe"), "binary(\xff\xfe)");
  // Before the message is complete (6.4): the rest of the fragments is not waited for.
  auto begun = frame(0x01, "\xce\xba\xf4\x90");
  CHECK(read_in_pieces(begun, begun.size()) == "fault(1007)");
}

TEST_CASE("close frames: codes that may be sent, reasons that are text (Autobahn 7)") {
  check(frame(0x88, ""), "close(1005)");
  check(frame(0x88, "\x03"), "fault(1002)");
  for (std::uint16_t good : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
    check(close_frame(good, "bye"), "close(" + std::to_string(good) + ")");
  for (std::uint16_t bad : {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65535})
    check(close_frame(bad), "fault(1002)");
  check(close_frame(1000, std::string(123, 'r')), "close(1000)");
  check(close_frame(1000, std::string(124, 'r')), "fault(1002)");
  check(close_frame(1000, "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80"), "fault(1007)");
}

TEST_CASE("every UTF-8 sequence of the Autobahn suite is judged as it must be") {
  std::ifstream file("../shared/data/protocol/websocket/utf8-sequences.jsonl");
  if (!file) {
    WARN("SKIPPED: ../shared/data is not here");
    return;
  }
  int seen = 0;
  for (std::string line; std::getline(file, line);) {
    auto hex = line.substr(line.find("\"hex\": \"") + 8);
    hex.resize(hex.find('"'));
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
      bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    INFO(line);
    bool valid = line.find("\"valid\": true") != line.npos;
    for (std::size_t piece : {std::size_t{1}, std::size_t{1000}})
      CHECK(read_in_pieces(frame(0x81, bytes), piece).starts_with(valid ? "text(" : "fault(1007)"));
    ++seen;
  }
  CHECK(seen > 50);
}

TEST_CASE("what the server writes has the shortest length form and no mask") {
  for (std::size_t size : {0u, 125u, 126u, 65535u, 65536u}) {
    std::string out;
    append_frame(out, opcode::text, std::string(size, 'x'));
    CHECK(static_cast<unsigned char>(out[0]) == 0x81);
    std::size_t head = size < 126 ? 2 : size < 65536 ? 4 : 10;
    CHECK(out.size() == head + size);
    CHECK((static_cast<unsigned char>(out[1]) & 0x80) == 0);
  }
  std::string close;
  append_close(close, 4408, std::string(200, 'r'));
  CHECK(close.size() <= 127);
  CHECK(static_cast<unsigned char>(close[2]) * 256 + static_cast<unsigned char>(close[3]) == 4408);
}

TEST_CASE("a reader that has nothing incomplete holds no memory") {
  frame_reader reader;
  auto bytes = frame(0x01, std::string(30000, 'a')) + frame(0x80, "b") + frame(0x81, "c");
  std::span<char> input(bytes);
  while (reader.next(input, most).what != frame_event::more) continue;
  CHECK(reader.held() < 64);
}

TEST_CASE("random bytes never do more than end in a fault") {
  std::uint32_t state = 12345;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes;
    for (int i = 0; i < 64; ++i) {
      state = state * 1664525u + 1013904223u;
      bytes += static_cast<char>(state >> 24);
    }
    frame_reader reader;
    std::span<char> input(bytes);
    for (int i = 0; i < 100; ++i) {
      auto e = reader.next(input, most);
      if (e.what == frame_event::more || e.what == frame_event::fault) break;
      REQUIRE(i < 99);
    }
  }
}
