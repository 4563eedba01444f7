// Where Redis is.
#pragma once
#include <chrono>
#include <string>

#include "shared/base/settings.hpp"

namespace verbund::redis {
struct settings {
  std::string address;  ///< "unix:PATH", "/PATH" or "host:port"
  std::string user;     ///< ACL user; empty: the default one
  std::string password;
  /// How long a server may be silent when it should speak, before the connection is given up.
  std::chrono::milliseconds patience{5000};
};

/// Where the machine's settings say Redis is, the password read from its file; throws when that cannot be
/// read.
settings settings_from(const redis_settings&);
}  // namespace verbund::redis
