// RFC 9112, read in the strictest way that every real client keeps.
#include "gateway/http/request_head.hpp"

#include <algorithm>

namespace verbund::gateway {
namespace {
constexpr head_fault bad(std::string_view sentence) {
  return {400, sentence};
}

bool is_token_char(unsigned char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
}
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool equals(std::string_view a, std::string_view lower) {
  return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + 32) : x) == y;
  });
}
std::string_view trimmed(std::string_view text) {
  auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// What the headers together say about the body and the host.
struct framing {
  int hosts = 0;
  int lengths = 0;
  int encodings = 0;
};

std::optional<head_fault> check_request_line(std::string_view line, bool& version_1_0) {
  auto first = line.find(' '), last = line.rfind(' ');
  if (first == line.npos || first == last) return bad("The request line must be METHOD TARGET HTTP/1.1.");
  auto method = line.substr(0, first), target = line.substr(first + 1, last - first - 1),
       version = line.substr(last + 1);
  if (!is_token(method) || method.size() > 32) return bad("The method is not a token.");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return bad("Only HTTP/1.1 is spoken here.");
  version_1_0 = version == "HTTP/1.0";
  if (target.size() > target_limit) return head_fault{414, "The target is longer than 8192 bytes."};
  if (target == "*" && method == "OPTIONS") return std::nullopt;
  if (!target.starts_with('/')) return bad("The target must be a path.");
  for (unsigned char c : target)
    if (c <= 0x20 || c >= 0x7F || c == '#' || c == '\\')
      return bad("The target holds a character that must be escaped.");
  return std::nullopt;
}

std::optional<head_fault> check_host(std::string_view value) {
  if (value.empty() || value.size() > 255) return bad("Host must be a name or an address.");
  for (char c : value)
    if (!(is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
          std::string_view(".-_:[]").find(c) != std::string_view::npos))
      return bad("Host must be a name or an address.");
  return std::nullopt;
}

std::optional<head_fault> check_header(std::string_view line, bool version_1_0, framing& seen) {
  if (line.front() == ' ' || line.front() == '\t') return bad("Folded header lines are not accepted.");
  auto colon = line.find(':');
  if (colon == line.npos) return bad("A header line has no colon.");
  auto name = line.substr(0, colon), value = trimmed(line.substr(colon + 1));
  if (!is_token(name)) return bad("A header's name holds an illegal character.");
  if (equals(name, "host")) {
    if (++seen.hosts > 1) return bad("Only one Host is accepted.");
    return check_host(value);
  }
  if (equals(name, "content-length")) {
    if (++seen.lengths > 1) return bad("Only one Content-Length is accepted.");
    if (value.empty() || value.size() > 15 || !std::all_of(value.begin(), value.end(), is_digit))
      return bad("Content-Length must be a number.");
  } else if (equals(name, "transfer-encoding")) {
    if (++seen.encodings > 1) return bad("Only one Transfer-Encoding is accepted.");
    if (version_1_0) return bad("HTTP/1.0 knows no Transfer-Encoding.");
    if (!equals(value, "chunked")) return bad("The only Transfer-Encoding accepted is chunked.");
  } else if (equals(name, "expect") && !equals(value, "100-continue")) {
    return head_fault{417, "The only expectation known is 100-continue."};
  }
  return std::nullopt;
}
}  // namespace

head_scan find_head(std::string_view bytes, std::size_t from) {
  // The last bytes of the earlier look may have been the beginning of the end.
  for (std::size_t i = from > 3 ? from - 3 : 0; i < bytes.size() && i < head_limit; ++i) {
    auto c = static_cast<unsigned char>(bytes[i]);
    if (c == '\n') {
      if (i == 0 || bytes[i - 1] != '\r') return {0, bad("A line ends without CR.")};
      if (i >= 3 && bytes[i - 2] == '\n') return {i + 1, std::nullopt};
    } else if (i > 0 && bytes[i - 1] == '\r') {
      return {0, bad("A CR stands alone.")};
    } else if ((c < 0x20 && c != '\t' && c != '\r') || c == 0x7F) {
      return {0, bad("The head holds a control character.")};
    } else if (i == 0 && !is_token_char(c)) {
      return {0, bad("This is not an HTTP request.")};
    }
  }
  if (bytes.size() >= head_limit) return {0, head_fault{431, "The head is longer than 16384 bytes."}};
  return {};
}

std::optional<head_fault> check_request_head(std::string_view head) {
  auto scan = find_head(head);
  if (scan.fault) return scan.fault;
  if (scan.size != head.size()) return bad("The head does not end with an empty line.");
  auto end = head.find("\r\n");
  bool version_1_0 = false;
  if (auto fault = check_request_line(head.substr(0, end), version_1_0)) return fault;
  framing seen;
  std::size_t count = 0;
  for (auto at = end + 2; at + 2 < head.size(); at = end + 2) {
    end = head.find("\r\n", at);
    if (++count > header_limit) return head_fault{431, "More than 100 headers."};
    if (auto fault = check_header(head.substr(at, end - at), version_1_0, seen)) return fault;
  }
  if (seen.hosts == 0 && !version_1_0) return bad("Host is missing.");
  if (seen.encodings && seen.lengths) return bad("Content-Length and Transfer-Encoding exclude each other.");
  return std::nullopt;
}
}  // namespace verbund::gateway
