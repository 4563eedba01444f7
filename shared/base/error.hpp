// The few kinds of refusal the whole system knows, and the exception that carries one to the edge.
#pragma once
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace verbund {

/// Why a request was not done. Each has one JSON-RPC code (json_rpc_code) and one meaning for the client.
enum class kind {
  invalid,          ///< the request itself is wrong; repeating it will not help
  unauthenticated,  ///< no session, or it has ended: sign in again
  forbidden,        ///< known, but not allowed
  not_found,        ///< does not exist, or may not be known to this member
  conflict,         ///< based on an old state, or the id is taken by something else; `current` says by what
  too_many,         ///< a rate limit; `retry_after` says when
  unavailable,      ///< a part is away; the outcome of a write is unknown: repeat with the same id
  overloaded,       ///< refused before any work was done; `retry_after` says when
  internal,         ///< a defect; logged with the trace id
};

std::string_view name_of(kind);
std::optional<kind> kind_named(std::string_view);
/// The JSON-RPC 2.0 error code of a kind (docs/protocol.md).
int json_rpc_code(kind);

/// Ends a request with an answer for a person; thrown by handlers, caught once by the worker.
struct refusal : std::exception {
  kind why;
  std::string message;
  std::string pointer;  ///< JSON pointer into params, empty when it is not about one member
  std::optional<std::int64_t> retry_after_ms;
  std::string current;      ///< JSON of the present state for a conflict, else empty
  std::optional<int> code;  ///< when JSON-RPC wants a code of its own (-32700, -32600, -32601)

  refusal(kind why, std::string message, std::string pointer = {});
  const char* what() const noexcept override { return message.c_str(); }
};

/// Appends the JSON-RPC error object: {code, message, data: {kind, message, …}}.
void append_error(std::string& out, const refusal&);
}  // namespace verbund
