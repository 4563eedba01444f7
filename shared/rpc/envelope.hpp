// The envelopes: what a client sends (JSON-RPC 2.0), and the one line a gateway and a service exchange.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/error.hpp"
#include "shared/base/id.hpp"

namespace verbund::rpc {

/// A client's request; params stay bytes.
struct call {
  std::string id;  ///< raw JSON: a string of at most 64 bytes or a number; "null" when it could not be read
  std::string method;
  std::string params;  ///< one line of valid JSON, an object; "{}" when absent
};

/// Reads a client's JSON-RPC request. Malformed JSON, a batch, a notification (no id), unknown members and a
/// wrong shape are refused with the JSON-RPC code that fits; `out.id` is filled as far as it could be read.
std::optional<refusal> parse_call(std::string_view text, call& out);

/// A request as it travels on a link. `params` is one line of valid JSON.
struct link_request {
  std::uint64_t id = 0;
  std::string_view method;
  std::optional<uuid> member;
  std::optional<uuid> session;
  std::string address;       ///< of the client; for sign-in limits, never logged whole
  std::int64_t ms_left = 0;  ///< until nobody waits for the answer any more
  std::string trace;         ///< 16 hex digits that follow a request through all logs
  std::string_view params;
};
/// Appends the line, with its newline.
void append_request(std::string& out, const link_request&);
/// Reads one line (without newline); false when it is not an envelope. Views point into `line`.
bool parse_request(std::string_view line, link_request& out);

/// A service's answer. `rest` is everything behind the id: `"result":…}` or `"error":{…}}`, ready to be sent
/// on.
struct link_reply {
  std::uint64_t id = 0;
  std::string cookie_token;                    ///< sign_in only
  std::optional<std::int64_t> cookie_max_age;  ///< seconds; 0 clears the cookie
  std::string_view rest;
  bool is_error() const { return rest.starts_with("\"error\""); }
};
bool parse_reply(std::string_view line, link_reply& out);
/// The bytes of `"result":` in a rest, or empty for an error.
std::string_view result_of(std::string_view rest);
/// The refusal inside a rest that is an error.
refusal error_of(std::string_view rest);

/// What a session asks the gateway to remember in a cookie.
struct cookie {
  std::string token;
  std::int64_t max_age = 0;
};
void append_result(std::string& out, std::uint64_t id, std::string_view result_json,
                   const std::optional<cookie>& = {});
void append_failure(std::string& out, std::uint64_t id, const refusal&);

/// A complete JSON-RPC answer for a client: `{"jsonrpc":"2.0","id":<id>,<rest>`.
std::string client_answer(std::string_view id, std::string_view rest);
/// The same for a refusal made by the gateway itself.
std::string client_refusal(std::string_view id, const refusal&);
}  // namespace verbund::rpc
