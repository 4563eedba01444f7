// From path to answer, and what a head alone can be refused for.
#include "gateway/http/endpoints.hpp"

#include <algorithm>
#include <array>

#include "gateway/core.hpp"
#include "gateway/metrics.hpp"

namespace verbund::gateway {
namespace {
// Paths that are never a route of the page.
constexpr std::array<std::string_view, 2> reserved{"/metrics", "/files"};

bool is_get(const http_request& r) {
  return r.method() == http::verb::get || r.method() == http::verb::head;
}

http_reply not_allowed(std::string_view allowed) {
  count_reject("method");
  auto r = fault_reply(405, kind::invalid, "This method is not allowed here.");
  r.header("Allow", allowed);
  return r;
}

http_reply readiness(core& c) {
  auto problem = c.shared().not_ready();
  return problem.empty() ? text_reply(200, "ready\n") : text_reply(503, problem + "\n");
}

/// A browser may do everything. A token's scopes come with it; members of the release before knows none and
/// gave every token what the least of them may do.
granted scopes_of(const proto::resolved_session& found, bool bearer) {
  if (!bearer) return granted::all();
  granted out;
  if (!found.scopes) out.add(proto::scope::read);
  for (auto s : found.scopes.value_or(std::vector<proto::token_scope>{})) {
    if (s == proto::token_scope::read) out.add(proto::scope::read);
    if (s == proto::token_scope::write) out.add(proto::scope::write);
    if (s == proto::token_scope::manage) out.add(proto::scope::manage);
  }
  return out;
}

bool is_json(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  constexpr std::string_view wanted = "application/json";
  return std::equal(type.begin(), type.end(), wanted.begin(), wanted.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}
}  // namespace

std::optional<http_reply> refuse_by_head(core& c, const http_request& r) {
  auto path = path_of(r);
  if (path == "/events")
    return r.method() == http::verb::get ? std::nullopt : std::optional(not_allowed("GET"));
  if (path != "/rpc") return is_get(r) ? std::nullopt : std::optional(not_allowed("GET, HEAD"));
  if (r.method() != http::verb::post) return not_allowed("POST");
  if (!is_json(header_of(r, http::field::content_type))) {
    count_reject("content_type");
    return fault_reply(415, kind::invalid, "Content-Type must be application/json.");
  }
  if (header_of(r, http::field::content_length).empty() &&
      header_of(r, http::field::transfer_encoding).empty()) {
    // Who forgot the length sends a body all the same; it must not be taken for a request.
    auto fault = fault_reply(411, kind::invalid, "The body's length is missing.");
    fault.close = true;
    return fault;
  }
  credentials ignored;
  return read_credentials(r, c.shared().public_origins, ignored);
}

task<http_reply> answer_request(core& c, const http_request& r, peer from) {
  auto path = path_of(r);
  if (path == "/rpc") co_return co_await answer_rpc(c, r, std::move(from));
  if (path == "/healthz") co_return text_reply(200, "ok\n");
  if (path == "/readyz") co_return readiness(c);
  if (std::find(reserved.begin(), reserved.end(), path) != reserved.end())
    co_return fault_reply(404, kind::not_found, "There is no such page.");
  file_request wanted{path, header_of(r, http::field::accept_encoding),
                      header_of(r, http::field::if_none_match)};
  co_return c.shared().files.answer(wanted);
}

http_reply unauthenticated(core& c, const peer& from) {
  count_reject("unauthenticated");
  if (auto wait = c.shared().anonymous.take(from.group, steady_clock::now())) {
    refusal slower(kind::too_many, "Too many requests. Please wait a moment.");
    slower.retry_after_ms = wait;
    return fault_reply(429, slower);
  }
  return fault_reply(401, kind::unauthenticated, "Please sign in first.");
}

task<std::variant<identity, refusal>> authenticate(core& c, credentials shown, peer from, sign_of_life sign) {
  proto::resolve_session question;
  question.token = shown.token;
  question.bearer = shown.bearer;
  if (sign == sign_of_life::no) question.idle = true;
  auto trace = c.new_trace();
  const auto& method = proto::methods::resolve_session.info;
  std::optional<refusal> refused;
  for (bool again = true; again;) {
    again = false;
    auto params = wire::encoded(question);
    rpc::outgoing request{.method = method.name, .address = from.address, .trace = trace, .params = params};
    auto asked = steady_clock::now();
    try {
      auto result = co_await c.routes().ask(method, request);
      proto::resolved_session found;
      if (!wire::decode(result, found, wire::members::ignore_unknown))
        co_return identity{found.member.value, found.session.value, found.expires_at,
                           scopes_of(found, shown.bearer), asked};
      refused.emplace(kind::internal, "The server could not read its own answer.");
    } catch (const refusal& r) {
      refused = r;
    }
    // Members of release 0.1.0 does not know the word; to it every request is a sign of life.
    again = question.idle && refused->why == kind::invalid && refused->pointer == "/idle";
    if (again) question.idle.reset();
  }
  // Guessing tokens is paid for by the address.
  if (refused->why == kind::unauthenticated) {
    if (auto wait = c.shared().anonymous.take(from.group, steady_clock::now())) {
      count_reject("rate");
      refused.emplace(kind::too_many, "Too many requests. Please wait a moment.");
      refused->retry_after_ms = wait;
    }
  }
  co_return std::move(*refused);
}
}  // namespace verbund::gateway
