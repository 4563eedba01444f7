// Several owners' answers as one.
#include "gateway/live/subscribe_call.hpp"

namespace verbund::gateway {
namespace {
struct raw_streams {
  std::vector<wire::raw_json> streams;
};
BOOST_DESCRIBE_STRUCT(raw_streams, (), (streams))
}  // namespace

std::optional<refusal> subscribe_call::merge(std::string& result) {
  refusal defect(kind::internal, "A part of the server gave a wrong answer.");
  standings.resize(wanted.streams.size());
  std::vector<wire::raw_json> texts(wanted.streams.size());
  for (auto& part : parts) {
    gateway::standings found;
    if (wire::decode(part.result, found, wire::members::ignore_unknown)) return defect;
    if (found.streams.size() != part.places.size()) return defect;
    raw_streams raw;
    if (parts.size() > 1 && wire::decode(part.result, raw, wire::members::ignore_unknown)) return defect;
    for (std::size_t i = 0; i < part.places.size(); ++i) {
      auto place = part.places[i];
      if (!(found.streams[i].stream == wanted.streams[place].stream)) return defect;
      standings[place] = std::move(found.streams[i]);
      if (parts.size() > 1) texts[place] = std::move(raw.streams[i]);
    }
  }
  if (parts.size() == 1) {
    result = std::move(parts[0].result);
    return std::nullopt;
  }
  result = wire::encoded(raw_streams{std::move(texts)});
  return std::nullopt;
}
}  // namespace verbund::gateway
