// Checking the configured origins once, at start.
#include "gateway/http/origins.hpp"

#include <algorithm>
#include <stdexcept>

namespace verbund::gateway {
namespace {
// "scheme://host[:port]" as browsers send it: lower case, nothing behind.
std::string_view host_of(std::string_view origin) {
  for (std::string_view scheme : {"https://", "http://"}) {
    if (!origin.starts_with(scheme)) continue;
    auto host = origin.substr(scheme.size());
    auto plain = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
             std::string_view(".-:[]").find(c) != std::string_view::npos;
    };
    if (!host.empty() && std::all_of(host.begin(), host.end(), plain)) return host;
  }
  return {};
}

bool is_loopback(std::string_view host) {
  auto name = host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  return name == "localhost" || name == "[::1]" || name.starts_with("127.");
}
}  // namespace

origins::origins(const gateway_settings& s) {
  for (const auto& origin : s.public_origins) {
    auto host = host_of(origin);
    if (host.empty())
      throw std::runtime_error("gateway.public_origins: \"" + origin +
                               "\" must look like https://verbund.example");
    if (!is_secure(origin) && !is_loopback(host) && !s.allow_insecure)
      throw std::runtime_error("gateway.public_origins: \"" + origin +
                               "\" would send sign-ins unencrypted; use https, or set allow_insecure");
    secure_ = secure_ || is_secure(origin);
    list_.push_back(origin);
  }
  auto colon = s.listen.rfind(':');
  if (colon == std::string::npos || !is_loopback(s.listen)) return;
  for (std::string_view host : {"localhost", "127.0.0.1", "[::1]"})
    list_.push_back("http://" + std::string(host) + s.listen.substr(colon));
}

bool origins::contains(std::string_view origin) const {
  return std::find(list_.begin(), list_.end(), origin) != list_.end();
}
}  // namespace verbund::gateway
