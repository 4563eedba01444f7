// One call for several owners, and several owners' answers as one.
#include "gateway/live/subscribe_call.hpp"

#include <algorithm>
#include <cstdlib>

namespace verbund::gateway {
namespace {
struct raw_streams {
  std::vector<wire::raw_json> streams;
};
BOOST_DESCRIBE_STRUCT(raw_streams, (), (streams))
}  // namespace

const proto::method_info* subscribe_call::part::method() const {
  return proto::find_method(std::string(service) + ".live_streams");
}

refusal subscribe_call::part::in_list_of_client(refusal r) const {
  constexpr std::string_view lead = "/streams/";
  if (all || !r.pointer.starts_with(lead)) return r;
  auto rest = r.pointer.substr(lead.size());
  auto place = static_cast<std::size_t>(std::strtoul(rest.c_str(), nullptr, 10));
  auto slash = std::min(rest.find('/'), rest.size());
  if (place < places.size())
    r.pointer = std::string(lead) + std::to_string(places[place]) + rest.substr(slash);
  return r;
}

std::optional<refusal> subscribe_call::split(std::string_view params) {
  if (auto problem = wire::decode(params, wanted))
    return refusal(kind::invalid, problem->rule, problem->pointer);
  std::vector<std::string> names;
  for (std::size_t n = 0; n < wanted.streams.size(); ++n) {
    auto pointer = "/streams/" + std::to_string(n) + "/stream";
    const auto& stream = wanted.streams[n].stream;
    auto owner = proto::stream_owner(stream.kind);
    if (owner.empty()) return refusal(kind::not_found, "There is no such stream.", pointer);
    auto name = proto::to_string(stream);
    if (std::find(names.begin(), names.end(), name) != names.end())
      return refusal(kind::invalid, "names a stream twice", pointer);
    names.push_back(std::move(name));
    auto part = std::find_if(parts.begin(), parts.end(), [&](auto& x) { return x.service == owner; });
    if (part == parts.end()) part = parts.insert(part, {.service = owner, .places = {}});
    part->places.push_back(n);
  }
  for (auto& part : parts) {
    part.all = parts.size() == 1;
    proto::subscribe some;
    for (auto n : part.places) some.streams.push_back(wanted.streams[n]);
    part.params = part.all ? std::string(params) : wire::encoded(some);
  }
  return std::nullopt;
}

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
