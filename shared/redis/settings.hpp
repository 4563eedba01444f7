// Where Redis is.
#pragma once
#include <chrono>
#include <string>

namespace verbund::redis {
struct settings {
  std::string address;  ///< "unix:PATH", "/PATH" or "host:port"
  std::string user;     ///< ACL user; empty: the default one
  std::string password;
  /// How long a server may be silent when it should speak, before the connection is given up.
  std::chrono::milliseconds patience{5000};
};
}  // namespace verbund::redis
