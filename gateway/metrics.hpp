// The gateway's metrics, each looked up once.
#pragma once
#include <string_view>

#include "shared/base/metrics.hpp"

namespace verbund::gateway {

struct gateway_metrics {
  metrics::gauge& connections;
  metrics::gauge& sessions;
  metrics::gauge& event_streams;
  metrics::counter& frames_in;
  metrics::counter& frames_out;
  metrics::counter& bytes_in;
  metrics::counter& bytes_out;
  metrics::counter& events_relayed;
  metrics::counter& events_doubled;
  metrics::counter& gaps_repaired;
  metrics::counter& slow_closes;
  metrics::counter& heads_dropped;
  metrics::counter& write_waits;
  metrics::counter& revocations;
  metrics::counter& event_batches;
};
gateway_metrics& measure();

/// Something refused, by reason: a word from the code, never from a client.
void count_reject(std::string_view reason);
/// A request that was answered, by method of the catalogue.
void observe_request(std::string_view method, double seconds);
}  // namespace verbund::gateway
