// Reading and writing envelopes. Links carry their members in one fixed order, so that reading one is a scan.
#include "shared/rpc/envelope.hpp"

#include <simdjson.h>

#include <charconv>

#include "shared/base/json_text.hpp"
#include "shared/wire/wire.hpp"

namespace verbund::rpc {
namespace {
constexpr std::size_t longest_id = 64;

refusal bad(int code, std::string message) {
  refusal r(kind::invalid, std::move(message));
  r.code = code;
  return r;
}

/// Walks over a line from left to right.
struct cursor {
  std::string_view left;
  bool skip(std::string_view text) {
    if (!left.starts_with(text)) return false;
    left.remove_prefix(text.size());
    return true;
  }
  template <class N>
  bool number(N& out) {
    auto r = std::from_chars(left.data(), left.data() + left.size(), out);
    if (r.ec != std::errc()) return false;
    left.remove_prefix(static_cast<std::size_t>(r.ptr - left.data()));
    return true;
  }
  bool until_quote(std::string_view& out) {
    auto quote = left.find('"');
    if (quote == left.npos) return false;
    out = left.substr(0, quote);
    left.remove_prefix(quote + 1);
    return true;
  }
  bool id(std::optional<uuid>& out) {
    if (skip("null")) return true;
    std::string_view text;
    if (!skip("\"") || !until_quote(text)) return false;
    out = parse_uuid(text);
    return out.has_value();
  }
};

std::optional<refusal> read_id(simdjson::dom::element value, call& out) {
  bool usable = value.is_string() || value.is_int64() || value.is_uint64();
  auto raw = usable ? simdjson::minify(value) : std::string();
  if (!usable || raw.size() > longest_id)
    return bad(-32600, "id must be a string of at most 62 bytes or an integer");
  out.id = std::move(raw);
  return std::nullopt;
}

std::optional<refusal> read_member(std::string_view key, simdjson::dom::element value, call& out) {
  if (key == "jsonrpc") {
    std::string_view version;
    if (value.get_string().get(version) || version != "2.0") return bad(-32600, "jsonrpc must be \"2.0\"");
  } else if (key == "method") {
    std::string_view method;
    if (value.get_string().get(method)) return bad(-32600, "method must be a string");
    out.method = method;
  } else if (key == "params") {
    if (!value.is_object()) {
      return bad(-32602, "params must be an object");
    }
    out.params = simdjson::minify(value);
  } else if (key != "id") {
    return bad(-32600, "a request has the members jsonrpc, id, method and params only");
  }
  return std::nullopt;
}
}  // namespace

std::optional<refusal> parse_call(std::string_view text, call& out) {
  thread_local simdjson::dom::parser parser;
  thread_local bool ready = parser.allocate(1 << 20, 64) == simdjson::SUCCESS;
  out.id = "null";
  out.method.clear();
  out.params = "{}";
  if (!ready || text.size() > 1 << 20) return bad(-32600, "a request has at most 1 MiB");
  simdjson::dom::element root;
  if (auto error = parser.parse(text.data(), text.size()).get(root))
    return bad(-32700, std::string("not valid JSON: ") + simdjson::error_message(error));
  simdjson::dom::object object;
  if (root.is_array()) return bad(-32600, "batches are not supported; send one request a message");
  if (root.get_object().get(object)) return bad(-32600, "a request is a JSON object");
  simdjson::dom::element id;
  bool has_id = object["id"].get(id) == simdjson::SUCCESS;
  std::optional<refusal> fault;
  if (has_id) fault = read_id(id, out);
  int seen = 0;
  bool version = false;
  for (auto [key, value] : object) {
    ++seen;
    version = version || key == "jsonrpc";
    if (!fault) fault = read_member(key, value, out);
  }
  if (fault) return fault;
  // What was read by name must be all there is: a member given twice means two readers may see two requests.
  int expected = 2 + (has_id ? 1 : 0) + (object["params"].error() == simdjson::SUCCESS ? 1 : 0);
  if (!version) return bad(-32600, "jsonrpc must be \"2.0\"");
  if (!has_id) return bad(-32600, "a request needs an id; notifications are only sent by the server");
  if (out.method.empty()) return bad(-32600, "method is missing");
  if (seen != expected) return bad(-32600, "a member is given twice");
  return std::nullopt;
}

void append_request(std::string& out, const link_request& r) {
  auto id = [&](const std::optional<uuid>& value) {
    if (!value) {
      out += "null";
      return;
    }
    out += '"';
    append(out, *value);
    out += '"';
  };
  out += R"({"id":)";
  out += std::to_string(r.id);
  out += R"(,"method":")";
  out += r.method;
  out += R"(","member":)";
  id(r.member);
  out += R"(,"session":)";
  id(r.session);
  out += R"(,"address":")";
  out += r.address;
  out += R"(","ms_left":)";
  out += std::to_string(r.ms_left);
  out += R"(,"trace":")";
  out += r.trace;
  out += R"(","params":)";
  out += r.params;
  out += "}\n";
}

bool parse_request(std::string_view line, link_request& out) {
  cursor c{line};
  std::string_view address, trace;
  bool fits = c.skip(R"({"id":)") && c.number(out.id) && c.skip(R"(,"method":")") &&
              c.until_quote(out.method) && c.skip(R"(,"member":)") && c.id(out.member) &&
              c.skip(R"(,"session":)") && c.id(out.session) && c.skip(R"(,"address":")") &&
              c.until_quote(address) && c.skip(R"(,"ms_left":)") && c.number(out.ms_left) &&
              c.skip(R"(,"trace":")") && c.until_quote(trace) && c.skip(R"(,"params":)") &&
              c.left.ends_with('}');
  if (!fits) return false;
  out.address = address;
  out.trace = trace;
  out.params = c.left.substr(0, c.left.size() - 1);
  return true;
}

bool parse_reply(std::string_view line, link_reply& out) {
  cursor c{line};
  if (!c.skip(R"({"id":)") || !c.number(out.id) || !c.skip(",")) return false;
  if (c.skip(R"("cookie":{"token":")")) {
    std::string_view token;
    std::int64_t max_age = 0;
    if (!c.until_quote(token) || !c.skip(R"(,"max_age":)") || !c.number(max_age) || !c.skip("},"))
      return false;
    out.cookie_token = token;
    out.cookie_max_age = max_age;
  }
  out.rest = c.left;
  return out.rest.starts_with(R"("result":)") || out.rest.starts_with(R"("error":)");
}

std::string_view result_of(std::string_view rest) {
  constexpr std::string_view lead = R"("result":)";
  if (!rest.starts_with(lead) || !rest.ends_with('}')) return {};
  return rest.substr(lead.size(), rest.size() - lead.size() - 1);
}

namespace {
struct error_data {
  std::string kind;
  std::optional<std::string> pointer;
  std::optional<std::int64_t> retry_after;
  std::optional<wire::raw_json> current;
};
BOOST_DESCRIBE_STRUCT(error_data, (), (kind, pointer, retry_after, current))
struct error_object {
  std::int64_t code = 0;
  std::string message;
  error_data data;
};
BOOST_DESCRIBE_STRUCT(error_object, (), (code, message, data))
struct error_line {
  error_object error;
};
BOOST_DESCRIBE_STRUCT(error_line, (), (error))
}  // namespace

refusal error_of(std::string_view rest) {
  error_line line;
  if (wire::decode("{" + std::string(rest), line, wire::members::ignore_unknown))
    return refusal(kind::internal, "A service gave an answer that cannot be read.");
  auto why = kind_named(line.error.data.kind).value_or(kind::internal);
  refusal r(why, line.error.message, line.error.data.pointer.value_or(""));
  r.code = static_cast<int>(line.error.code);
  r.retry_after_ms = line.error.data.retry_after;
  if (line.error.data.current) r.current = line.error.data.current->text;
  return r;
}

void append_result(std::string& out, std::uint64_t id, std::string_view result_json,
                   const std::optional<cookie>& c) {
  out += R"({"id":)";
  out += std::to_string(id);
  if (c) {
    out += R"(,"cookie":{"token":")";
    out += c->token;
    out += R"(","max_age":)";
    out += std::to_string(c->max_age);
    out += '}';
  }
  out += R"(,"result":)";
  out += result_json;
  out += "}\n";
}

void append_failure(std::string& out, std::uint64_t id, const refusal& r) {
  out += R"({"id":)";
  out += std::to_string(id);
  out += R"(,"error":)";
  append_error(out, r);
  out += "}\n";
}

std::string client_answer(std::string_view id, std::string_view rest) {
  std::string out = R"({"jsonrpc":"2.0","id":)";
  out.reserve(out.size() + id.size() + 1 + rest.size());
  out += id;
  out += ',';
  out += rest;
  return out;
}

std::string client_refusal(std::string_view id, const refusal& r) {
  std::string out = R"({"jsonrpc":"2.0","id":)";
  out += id;
  out += R"(,"error":)";
  append_error(out, r);
  out += '}';
  return out;
}
}  // namespace verbund::rpc
