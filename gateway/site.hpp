// What all cores of a gateway share; made once at start and afterwards only read, or safe from every thread.
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "gateway/admission.hpp"
#include "gateway/http/origins.hpp"
#include "gateway/http/static_files.hpp"
#include "gateway/rate.hpp"
#include "shared/base/settings.hpp"

namespace verbund::gateway {

class core;
class relay;

struct site {
  explicit site(const verbund::settings&);
  ~site();
  /// Why this gateway cannot serve everybody at the moment, or empty.
  std::string not_ready() const;

  verbund::settings settings;
  origins public_origins;
  static_files files;
  admission places;
  rate session_rate;     ///< of one session; each WebSocket has its own bucket
  rate_table anonymous;  ///< by address, without a session or with one that is not valid
  rate_table signed_in;  ///< by session, over HTTP
  std::vector<std::unique_ptr<core>> cores;
  std::unique_ptr<relay> events;
  std::atomic<bool> draining{false};
};
}  // namespace verbund::gateway
