// Writing heads: status line, date, security headers.
#include "gateway/http/reply.hpp"

#include <boost/beast/http/status.hpp>
#include <ctime>

namespace verbund::gateway {
namespace {
// RFC 9110's date; one text a second and thread is enough.
std::string_view date_now() {
  thread_local std::time_t made = 0;
  thread_local char text[40];
  auto now = std::time(nullptr);
  if (now != made) {
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    made = now;
  }
  return text;
}

constexpr std::string_view security_headers =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "display-capture=()\r\n";
}  // namespace

std::string_view content_security_policy() {
  return "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
         "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
         "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types verbund dompurify";
}

void http_reply::header(std::string_view name, std::string_view value) {
  headers += name;
  headers += ": ";
  headers += value;
  headers += "\r\n";
}

std::string reply_head(const http_reply& r, bool keep_alive, bool secure) {
  std::string out = "HTTP/1.1 " + std::to_string(r.status) + " ";
  out += boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(r.status));
  out += "\r\nDate: ";
  out += date_now();
  out += "\r\n";
  if (r.status == 101) return out + r.headers + "\r\n";
  out += "Content-Security-Policy: ";
  out += content_security_policy();
  out += "\r\n";
  out += security_headers;
  if (secure) out += "Strict-Transport-Security: max-age=31536000\r\n";
  out += r.headers;
  if (r.status != 304 && r.status != 204 && !r.endless)
    out += "Content-Length: " + std::to_string(r.content().size()) + "\r\n";
  out += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return out;
}

http_reply json_reply(unsigned status, std::string body) {
  http_reply r;
  r.status = status;
  r.body = std::move(body);
  r.header("Content-Type", "application/json");
  r.header("Cache-Control", "no-store");
  return r;
}

http_reply text_reply(unsigned status, std::string_view body) {
  http_reply r;
  r.status = status;
  r.body = body;
  r.header("Content-Type", "text/plain; charset=utf-8");
  r.header("Cache-Control", "no-store");
  return r;
}

unsigned status_of(kind why) {
  switch (why) {
    case kind::invalid:
      return 400;
    case kind::unauthenticated:
      return 401;
    case kind::forbidden:
      return 403;
    case kind::not_found:
      return 404;
    case kind::conflict:
      return 409;
    case kind::too_many:
      return 429;
    case kind::unavailable:
    case kind::overloaded:
      return 503;
    case kind::internal:
      return 500;
  }
  return 500;
}

http_reply fault_reply(unsigned status, const refusal& why) {
  std::string body = "{\"error\":";
  append_error(body, why);
  body += "}";
  auto r = json_reply(status, std::move(body));
  if (why.retry_after_ms) r.header("Retry-After", std::to_string((*why.retry_after_ms + 999) / 1000));
  return r;
}

http_reply fault_reply(unsigned status, kind why, std::string_view sentence) {
  return fault_reply(status, refusal(why, std::string(sentence)));
}
}  // namespace verbund::gateway
