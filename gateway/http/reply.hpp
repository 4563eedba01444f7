// An answer over HTTP, and the headers that every one of them carries.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "shared/base/error.hpp"

namespace verbund::gateway {

struct http_reply {
  unsigned status = 200;
  std::string headers;  ///< lines of its own, each with CRLF
  std::string body;
  std::shared_ptr<const std::string> shared_body;  ///< instead of body, for files
  bool close = false;                              ///< end the connection afterwards
  bool endless = false;                            ///< of no known length: it ends with the connection

  std::string_view content() const { return shared_body ? std::string_view(*shared_body) : body; }
  void header(std::string_view name, std::string_view value);
};

/// The content security policy of every page.
std::string_view content_security_policy();

/// The bytes before the body. `secure`: the site is reached over TLS.
std::string reply_head(const http_reply&, bool keep_alive, bool secure);

http_reply json_reply(unsigned status, std::string body);
http_reply text_reply(unsigned status, std::string_view body);
/// The status that says the same as this kind.
unsigned status_of(kind);
/// A fault of the transport: {"error": {code, message, data}} under an HTTP status.
http_reply fault_reply(unsigned status, const refusal&);
http_reply fault_reply(unsigned status, kind, std::string_view sentence);
}  // namespace verbund::gateway
