// Where the page may come from: the list that every request with a cookie is held against.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/settings.hpp"

namespace verbund::gateway {

class origins {
 public:
  /// The configured ones, and those of the listen port when it is on loopback. Throws std::runtime_error with
  /// a sentence for one that is no origin, or without TLS and neither loopback nor allowed.
  explicit origins(const gateway_settings&);
  bool contains(std::string_view origin) const;
  /// True when any of them is https.
  bool secure() const { return secure_; }
  static bool is_secure(std::string_view origin) { return origin.starts_with("https://"); }

 private:
  std::vector<std::string> list_;
  bool secure_ = false;
};
}  // namespace verbund::gateway
