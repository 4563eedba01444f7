// From payloads to batches of entries.
#include "shared/events/receiver.hpp"

#include "shared/base/log.hpp"
#include "shared/base/metrics.hpp"

namespace verbund::events {
namespace {
std::vector<std::string> all_channels() {
  std::vector<std::string> names;
  for (unsigned n = 0; n < channel_count; ++n) names.push_back(channel_name(n));
  return names;
}

redis::subscriber_handlers handlers(receiver::batch_handler on_batch, receiver::gap_handler on_gap) {
  auto& batches = metrics::get_counter("verbund_events_batches_total", "Payloads of events received.");
  auto& malformed =
      metrics::get_counter("verbund_events_malformed_total", "Payloads of events dropped as malformed.");
  redis::subscriber_handlers h;
  h.on_subscribed = on_gap;
  h.on_message = [&batches, &malformed, on_batch = std::move(on_batch), on_gap](std::string_view channel,
                                                                                std::string text) {
    batches.add();
    auto payload = std::make_shared<const std::string>(std::move(text));
    auto entries = parse(*payload);
    if (entries) return on_batch(std::move(*entries), std::move(payload));
    malformed.add();
    log::warning("events_malformed", {{"channel", channel}, {"bytes", payload->size()}});
    if (on_gap) on_gap();
  };
  return h;
}
}  // namespace

receiver::receiver(asio::io_context& io, redis::settings where, batch_handler on_batch, gap_handler on_gap)
    : subscriber_(io, std::move(where), all_channels(), handlers(std::move(on_batch), std::move(on_gap))) {}
}  // namespace verbund::events
