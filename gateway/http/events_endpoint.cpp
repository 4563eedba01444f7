// GET /events: who may listen, and to what.
#include "gateway/core.hpp"
#include "gateway/http/endpoints.hpp"
#include "gateway/metrics.hpp"

namespace verbund::gateway {
namespace {
std::optional<http_reply> refuse_request(const http_request& r) {
  if (!header_of(r, http::field::content_length).empty() ||
      !header_of(r, http::field::transfer_encoding).empty()) {
    auto fault = fault_reply(400, kind::invalid, "This request has no body.");
    fault.close = true;
    return fault;
  }
  // Where a browser says that another site's page asks, it is believed.
  auto site = plain(r["Sec-Fetch-Site"]);
  if (site.empty() || site == "same-origin" || site == "none") return std::nullopt;
  count_reject("origin");
  return fault_reply(403, kind::forbidden, "Requests from other sites are not accepted.");
}
}  // namespace

task<events_opening> open_events(core& c, const http_request& r, peer from) {
  events_opening out;
  if (auto fault = refuse_request(r)) {
    out.reply = std::move(*fault);
    co_return out;
  }
  credentials shown;
  if (auto fault = read_credentials(r, c.shared().public_origins, shown, origin_rule::optional)) {
    out.reply = std::move(*fault);
    co_return out;
  }
  if (!shown.present()) {
    out.reply = unauthenticated(c, from);
    co_return out;
  }
  auto target = plain(r.target());
  auto query = target.substr(std::min(target.find('?') + 1, target.size()));
  if (target.find('?') == target.npos) query = {};
  std::optional<refusal> refused;
  if (r.count("Last-Event-ID") > 1)
    refused.emplace(kind::invalid, "may be sent once only", "/Last-Event-ID");
  else
    refused = read_events_query(query, plain(r["Last-Event-ID"]), out.query);
  if (refused) {
    count_reject("events");
    out.reply = fault_reply(400, *refused);
    co_return out;
  }
  auto found = co_await authenticate(c, shown, std::move(from), sign_of_life::no);
  if (auto why = std::get_if<refusal>(&found)) {
    out.reply = fault_reply(status_of(why->why), *why);
    co_return out;
  }
  auto who = std::get<identity>(found);
  if (auto wait = c.shared().signed_in.take(to_string(who.session), steady_clock::now())) {
    count_reject("rate");
    refusal slower(kind::too_many, "Too many requests. Please wait a moment.");
    slower.retry_after_ms = wait;
    out.reply = fault_reply(429, slower);
    co_return out;
  }
  if (auto beyond = beyond_scope(who, proto::methods::subscribe.info)) {
    out.reply = fault_reply(status_of(beyond->why), *beyond);
    co_return out;
  }
  out.who = who;
  co_return out;
}
}  // namespace verbund::gateway
