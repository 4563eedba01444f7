// What is a request and what is not, and how envelopes cross a link.
#include "shared/rpc/envelope.hpp"

#include "shared/base/catch.hpp"

using namespace verbund;
using namespace verbund::rpc;

TEST_CASE("a request is read with its params as one line of JSON") {
  call c;
  REQUIRE_FALSE(parse_call(
      "{\"jsonrpc\":\"2.0\",\n\"id\":7,\"method\":\"chat.history\",\"params\":{\n \"a\" : \"x\\ny\"}}", c));
  CHECK(c.id == "7");
  CHECK(c.method == "chat.history");
  CHECK(c.params == R"({"a":"x\ny"})");
  REQUIRE_FALSE(parse_call(R"({"jsonrpc":"2.0","id":"a\"b","method":"m"})", c));
  CHECK(c.id == R"("a\"b")");
  CHECK(c.params == "{}");
}

TEST_CASE("what is not a request is refused with the code JSON-RPC has for it") {
  struct bad {
    const char* text;
    int code;
    const char* id;
  };
  for (auto b : {bad{"", -32700, "null"}, bad{"{", -32700, "null"},
                 bad{R"({"jsonrpc":"2.0","id":1,"method":"m"} x)", -32700, "null"}, bad{"[]", -32600, "null"},
                 bad{R"([{"jsonrpc":"2.0","id":1,"method":"m"}])", -32600, "null"}, bad{"7", -32600, "null"},
                 bad{R"({"id":1,"method":"m"})", -32600, "1"},
                 bad{R"({"jsonrpc":"1.0","id":1,"method":"m"})", -32600, "1"},
                 bad{R"({"jsonrpc":"2.0","method":"m"})", -32600, "null"},
                 bad{R"({"jsonrpc":"2.0","id":null,"method":"m"})", -32600, "null"},
                 bad{R"({"jsonrpc":"2.0","id":1.5,"method":"m"})", -32600, "null"},
                 bad{R"({"jsonrpc":"2.0","id":1,"method":5})", -32600, "1"},
                 bad{R"({"jsonrpc":"2.0","id":1})", -32600, "1"},
                 bad{R"({"jsonrpc":"2.0","id":1,"method":"m","params":[]})", -32602, "1"},
                 bad{R"({"jsonrpc":"2.0","id":1,"method":"m","extra":1})", -32600, "1"},
                 bad{R"({"jsonrpc":"2.0","id":1,"id":2,"method":"m"})", -32600, "1"},
                 bad{R"({"jsonrpc":"2.0","id":1,"method":"m","params":{},"params":{}})", -32600, "1"}}) {
    INFO(b.text);
    call c;
    auto fault = parse_call(b.text, c);
    REQUIRE(fault);
    CHECK(fault->code == b.code);
    CHECK(c.id == b.id);
  }
}

TEST_CASE("a link's request comes back as it was sent") {
  link_request in;
  in.id = 18446744073709551615u;
  in.method = "chat.send_message";
  in.member = new_uuid();
  in.address = "2001:db8::1";
  in.ms_left = 5000;
  in.trace = "0123456789abcdef";
  in.params = R"({"body":"}\",\"params\":{"})";
  std::string line;
  append_request(line, in);
  REQUIRE(line.back() == '\n');
  line.pop_back();
  link_request out;
  REQUIRE(parse_request(line, out));
  CHECK(out.id == in.id);
  CHECK(out.member == in.member);
  CHECK_FALSE(out.session);
  CHECK(out.address == in.address);
  CHECK(out.params == in.params);
  for (std::size_t cut = 0; cut < line.size(); ++cut) {
    link_request broken;
    parse_request(std::string_view(line).substr(0, cut), broken);
  }
}

TEST_CASE("an answer keeps its bytes, a refusal its kind, a cookie reaches the gateway") {
  std::string line;
  append_result(line, 9, R"({"a":1})");
  link_reply reply;
  REQUIRE(parse_reply(std::string_view(line).substr(0, line.size() - 1), reply));
  CHECK(reply.id == 9);
  CHECK(result_of(reply.rest) == R"({"a":1})");
  CHECK(client_answer("\"x\"", reply.rest) == R"({"jsonrpc":"2.0","id":"x","result":{"a":1}})");

  line.clear();
  append_result(line, 10, "{}", cookie{"token", 60});
  REQUIRE(parse_reply(std::string_view(line).substr(0, line.size() - 1), reply));
  CHECK(reply.cookie_token == "token");
  CHECK(reply.cookie_max_age == 60);
  CHECK(result_of(reply.rest) == "{}");

  refusal r(kind::conflict, "The message was \"changed\".", "/position");
  r.retry_after_ms = 5;
  r.current = R"({"id":1})";
  line.clear();
  append_failure(line, 11, r);
  REQUIRE(parse_reply(std::string_view(line).substr(0, line.size() - 1), reply));
  REQUIRE(reply.is_error());
  auto back = error_of(reply.rest);
  CHECK(back.why == kind::conflict);
  CHECK(back.message == r.message);
  CHECK(back.pointer == "/position");
  CHECK(back.retry_after_ms == 5);
  CHECK(back.current == R"({"id":1})");
}
