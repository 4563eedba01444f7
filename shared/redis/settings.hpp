// Where Redis is.
#pragma once
#include <string>

namespace verbund::redis {
struct settings {
  std::string address;  ///< "unix:PATH", "/PATH" or "host:port"
  std::string user;     ///< ACL user; empty: the default one
  std::string password;
};
}  // namespace verbund::redis
