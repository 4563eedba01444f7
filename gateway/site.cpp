// Making what the cores share from the settings.
#include "gateway/site.hpp"

#include "gateway/core.hpp"
#include "gateway/live/relay.hpp"

namespace verbund::gateway {
namespace {
constexpr std::size_t remembered_addresses = 100000;

rate rate_of(std::int64_t per_second, std::int64_t burst) {
  return {static_cast<double>(std::max<std::int64_t>(per_second, 1)),
          static_cast<double>(std::max<std::int64_t>(burst, 1))};
}
}  // namespace

site::site(const verbund::settings& s)
    : settings(s),
      public_origins(s.gateway),
      files(s.gateway.web_root),
      places(static_cast<std::size_t>(s.gateway.connections),
             static_cast<std::size_t>(s.gateway.connections_per_address)),
      session_rate(rate_of(s.gateway.requests_per_second, s.gateway.request_burst)),
      anonymous(rate_of(s.gateway.anonymous_requests_per_second, s.gateway.anonymous_request_burst),
                remembered_addresses),
      signed_in(session_rate, remembered_addresses) {}

site::~site() = default;

std::string site::not_ready() const {
  if (!files.loaded()) return "the page is missing";
  // A connection lands on any core, so that each must have every service.
  for (const auto& c : cores)
    if (auto service = c->missing()) return std::string(service) + " is not connected";
  return draining ? "draining" : "";
}
}  // namespace verbund::gateway
