// The names of the gateway's metrics.
#include "gateway/metrics.hpp"

#include <string>
#include <unordered_map>

#include "proto/catalogue.hpp"

namespace verbund::gateway {

gateway_metrics& measure() {
  using namespace metrics;
  static gateway_metrics all{
      get_gauge("verbund_gateway_connections", "Open TCP connections."),
      get_gauge("verbund_gateway_sessions", "Open WebSockets."),
      get_gauge("verbund_gateway_event_streams", "Answers of GET /events under way."),
      get_counter("verbund_gateway_frames_in_total", "WebSocket messages received."),
      get_counter("verbund_gateway_frames_out_total", "WebSocket messages sent or queued."),
      get_counter("verbund_gateway_bytes_in_total", "Bytes received over WebSockets."),
      get_counter("verbund_gateway_bytes_out_total", "Bytes sent over WebSockets."),
      get_counter("verbund_gateway_events_relayed_total", "Events put into order and handed to the cores."),
      get_counter("verbund_gateway_events_doubled_total", "Events that had been relayed already."),
      get_counter("verbund_gateway_gaps_repaired_total", "Times that missing changes were fetched."),
      get_counter("verbund_gateway_slow_closes_total", "Sessions closed because they did not read."),
      get_counter("verbund_gateway_heads_dropped_total",
                  "live.head not sent because the outbox was half full."),
      get_counter("verbund_gateway_write_waits_total", "Writes that had to wait for the socket."),
      get_counter("verbund_gateway_revocations_total",
                  "Entries of the log of revocations that were applied."),
      get_counter("verbund_gateway_event_batches_total", "Batches sent as answers of GET /events."),
  };
  return all;
}

void count_reject(std::string_view reason) {
  metrics::get_counter("verbund_gateway_rejects_total", "Requests and connections refused, by reason.",
                       "reason=\"" + std::string(reason) + "\"")
      .add();
}

void observe_request(std::string_view method, double seconds) {
  static const auto histograms = [] {
    std::unordered_map<std::string_view, metrics::histogram*> map;
    for (const auto& m : proto::all_methods())
      map[m.name] = &metrics::get_histogram("verbund_gateway_request_seconds",
                                            "Time from a request's arrival to its answer, by method.",
                                            "method=\"" + std::string(m.name) + "\"");
    return map;
  }();
  if (auto found = histograms.find(method); found != histograms.end()) found->second->observe(seconds);
}
}  // namespace verbund::gateway
