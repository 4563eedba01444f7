// Cookies, bearer tokens and the origin rule.
#include "gateway/http/request.hpp"

#include <algorithm>

#include "gateway/metrics.hpp"

namespace verbund::gateway {
namespace {
constexpr std::size_t longest_token = 512;

bool is_token_text(std::string_view text) {
  return !text.empty() && text.size() <= longest_token && std::all_of(text.begin(), text.end(), [](char c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
  });
}

std::optional<http_reply> refused(unsigned status, kind why, std::string_view reason,
                                  std::string_view sentence) {
  count_reject(reason);
  return fault_reply(status, why, sentence);
}
}  // namespace

std::string_view path_of(const http_request& r) {
  auto target = plain(r.target());
  return target.substr(0, target.find('?'));
}

std::string_view cookie_name(std::string_view origin) {
  return origins::is_secure(origin) ? "__Host-verbund" : "verbund";
}

std::string_view cookie_value(const http_request& r, std::string_view name) {
  auto [at, end] = r.equal_range(http::field::cookie);
  for (; at != end; ++at) {
    auto list = plain(at->value());
    while (!list.empty()) {
      auto semicolon = std::min(list.find(';'), list.size());
      auto pair = list.substr(0, semicolon);
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
        return pair.substr(name.size() + 1);
      list.remove_prefix(std::min(semicolon + 1, list.size()));
    }
  }
  return {};
}

std::optional<http_reply> read_credentials(const http_request& r, const origins& allowed, credentials& out,
                                           origin_rule rule) {
  if (r.count(http::field::origin) > 1 || r.count(http::field::authorization) > 1)
    return refused(400, kind::invalid, "credentials", "Origin and Authorization may be sent once only.");
  auto origin = header_of(r, http::field::origin);
  // A page from elsewhere gets nothing at all, whatever it shows.
  if (!origin.empty() && !allowed.contains(origin))
    return refused(403, kind::forbidden, "origin", "Requests from this origin are not accepted.");
  // Without an Origin first the cookie that no neighbouring site can set.
  auto cookie = cookie_value(r, cookie_name(origin.empty() ? "https://" : origin));
  if (origin.empty() && cookie.empty()) cookie = cookie_value(r, cookie_name(origin));
  if (auto header = header_of(r, http::field::authorization); !header.empty()) {
    if (!cookie.empty())
      return refused(400, kind::invalid, "credentials", "Send a cookie or a bearer token, not both.");
    constexpr std::string_view scheme = "bearer ";
    bool fits = header.size() > scheme.size() &&
                std::equal(scheme.begin(), scheme.end(), header.begin(),
                           [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b + 32 : b); });
    auto token = fits ? header.substr(scheme.size()) : std::string_view();
    if (!is_token_text(token))
      return refused(401, kind::unauthenticated, "credentials", "Authorization must be Bearer and a token.");
    out = {std::string(token), true};
    return std::nullopt;
  }
  if (cookie.empty()) return std::nullopt;
  if (origin.empty() && rule == origin_rule::needed)
    return refused(403, kind::forbidden, "origin", "A request with a cookie must name its Origin.");
  if (is_token_text(cookie)) out = {std::string(cookie), false};
  return std::nullopt;
}

std::string set_cookie(std::string_view origin, std::string_view token, std::int64_t max_age) {
  std::string line(cookie_name(origin));
  line += "=";
  line += token;
  line += "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(token.empty() ? 0 : max_age);
  if (origins::is_secure(origin)) line += "; Secure";
  return line;
}
}  // namespace verbund::gateway
