// What the endpoints read of a request: its head, taken apart once, and who it claims to be from.
#pragma once
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/origins.hpp"
#include "gateway/http/reply.hpp"

namespace verbund::gateway {
namespace http = boost::beast::http;
using http_request = http::request<http::string_body>;

inline std::string_view plain(boost::beast::string_view text) {
  return {text.data(), text.size()};
}
inline std::string_view header_of(const http_request& r, http::field name) {
  return plain(r[name]);
}
/// The target without its query.
std::string_view path_of(const http_request&);

/// What a request shows to prove who it is.
struct credentials {
  std::string token;
  bool bearer = false;
  bool present() const { return !token.empty(); }
};

/// The name of the session cookie for pages of this origin.
std::string_view cookie_name(std::string_view origin);
/// The value of a cookie among all Cookie headers; nothing when absent, the first when repeated.
std::string_view cookie_value(const http_request&, std::string_view name);
/// Reads cookie or bearer token and applies the origin rule. A fault: 400 for both together or a malformed
/// header, 401 for another scheme, 403 for a page from elsewhere. A cookie needs an Origin, except where
/// nothing is changed and no other page can read the answer: browsers send none with a GET.
enum class origin_rule { needed, optional };
std::optional<http_reply> read_credentials(const http_request&, const origins&, credentials& out,
                                           origin_rule = origin_rule::needed);
/// The Set-Cookie line for a token; an empty token clears the cookie.
std::string set_cookie(std::string_view origin, std::string_view token, std::int64_t max_age);
}  // namespace verbund::gateway
