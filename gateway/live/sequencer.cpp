// The order of each stream: last relayed, what waits ahead of its turn, and since when.
#include "gateway/live/sequencer.hpp"

#include <algorithm>

#include "gateway/websocket/frame.hpp"

namespace verbund::gateway {

bool sequencer::hold(const std::string& stream, unsigned core) {
  auto& s = streams_[stream];
  s.cores |= std::uint64_t{1} << core;
  return !s.last;
}

void sequencer::release(const std::string& stream, unsigned core) {
  auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  found->second.cores &= ~(std::uint64_t{1} << core);
  // A parcel still open goes to the other cores' sessions, and there are none.
  if (found->second.cores == 0) {
    std::erase(gaps_, stream);
    streams_.erase(found);
  }
}

void sequencer::base(const std::string& stream, std::int64_t position, std::int64_t number, time_point now) {
  auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  auto& s = found->second;
  s.number = std::max(s.number, number);
  s.known = std::max(s.known, position);
  if (!s.last) s.last = position;
  drain(*found, now);
}

void sequencer::arrive(std::string_view stream, std::int64_t position, std::int64_t number,
                       std::string_view json, time_point now) {
  lookup_.assign(stream);
  auto found = streams_.find(lookup_);
  if (found == streams_.end()) return;
  auto& s = found->second;
  if (s.last && position <= *s.last) {
    ++duplicates_;
    return;
  }
  s.known = std::max(s.known, position);
  if (s.last && position == *s.last + 1) {
    relay(*found, position, number, json);
    if (s.gap || !s.waiting.empty()) drain(*found, now);
    return;
  }
  if (s.waiting.size() < held_entries && s.waiting_bytes + json.size() <= held_bytes) {
    if (s.waiting.try_emplace(position, waiting_change{number, std::string(json)}).second)
      s.waiting_bytes += json.size();
    else
      ++duplicates_;
  }
  drain(*found, now);
}

void sequencer::stands(const std::string& stream, std::int64_t position, std::int64_t number,
                       time_point now) {
  auto found = streams_.find(stream);
  if (found == streams_.end() || !found->second.last) return;
  found->second.known = std::max(found->second.known, position);
  // The number of a position not yet relayed is not announced before it.
  if (position <= *found->second.last) found->second.number = std::max(found->second.number, number);
  drain(*found, now);
}

std::vector<sequencer::fetch> sequencer::due(time_point now) {
  std::vector<fetch> wanted;
  for (const auto& name : gaps_) {
    auto& s = streams_.at(name);
    if (s.fetching || now - s.gap_since < patience) continue;
    s.fetching = true;
    wanted.push_back({name, *s.last});
  }
  return wanted;
}

void sequencer::fetched(const std::string& stream, std::int64_t position, std::int64_t number,
                        std::vector<change> changes, time_point now) {
  auto found = streams_.find(stream);
  if (found == streams_.end() || !found->second.last) return;
  auto& s = found->second;
  s.fetching = false;
  auto before = *s.last;
  std::sort(changes.begin(), changes.end(), [](auto& a, auto& b) { return a.position < b.position; });
  for (const auto& c : changes)
    if (c.position > *s.last && c.position <= position) relay(*found, c.position, number, c.json);
  bool progress = position > before;
  if (position > *s.last) advance(*found, position, number);
  s.known = std::max(s.known, position);
  // What is still missing comes with the next page; without progress it was perhaps not yet visible to the
  // owner, and waits its time again.
  s.gap_since = progress ? now - patience : now;
  drain(*found, now);
}

void sequencer::failed(const std::string& stream, time_point now) {
  auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  found->second.fetching = false;
  found->second.gap_since = now + std::chrono::milliseconds(900);
}

void sequencer::lost(const std::string& stream, std::int64_t position, std::int64_t number) {
  auto found = streams_.find(stream);
  if (found == streams_.end()) return;
  auto& s = found->second;
  s.fetching = false;
  if (s.last && position > *s.last) s.last = position;
  s.number = std::max(s.number, number);
  lost_.push_back(stream);
  drain(*found, s.gap_since);
}

batch sequencer::take() {
  batch out;
  for (const auto& name : touched_) {
    auto found = streams_.find(name);
    if (found == streams_.end() || !found->second.open) continue;
    out.cores |= found->second.cores;
    out.parcels.push_back(std::move(found->second.open));
  }
  for (const auto& name : lost_)
    if (auto found = streams_.find(name); found != streams_.end()) out.cores |= found->second.cores;
  out.lost = std::move(lost_);
  lost_.clear();
  touched_.clear();
  return out;
}

std::vector<std::string> sequencer::held() const {
  std::vector<std::string> names;
  for (const auto& [name, s] : streams_)
    if (s.last) names.push_back(name);
  return names;
}

parcel& sequencer::open_parcel(streams::value_type& stream) {
  auto& s = stream.second;
  if (!s.open) {
    s.open = std::make_shared<parcel>();
    s.open->stream = stream.first;
    s.open->from = *s.last;
    touched_.push_back(stream.first);
  }
  return *s.open;
}

void sequencer::relay(streams::value_type& stream, std::int64_t position, std::int64_t number,
                      std::string_view json) {
  auto& p = open_parcel(stream);
  p.entries.push_back({position, p.bytes.size()});
  append_frame(p.bytes, opcode::text, json);
  advance(stream, position, number);
}

// Also without frames: a fetch may show that later changes have replaced everything in between.
void sequencer::advance(streams::value_type& stream, std::int64_t position, std::int64_t number) {
  auto& s = stream.second;
  auto& p = open_parcel(stream);
  s.last = position;
  s.number = std::max(s.number, number);
  p.to = position;
  p.number = s.number;
}

// Relays what has got its turn, and notes whether something is missing.
void sequencer::drain(streams::value_type& stream, time_point now) {
  auto& s = stream.second;
  if (!s.last) return;
  while (!s.waiting.empty()) {
    auto first = s.waiting.begin();
    if (first->first > *s.last + 1) break;
    s.waiting_bytes -= first->second.json.size();
    if (first->first == *s.last + 1) relay(stream, first->first, first->second.number, first->second.json);
    s.waiting.erase(first);
  }
  bool behind = s.known > *s.last;
  if (behind && !s.gap) {
    s.gap_since = now;
    gaps_.push_back(stream.first);
  } else if (!behind && s.gap) {
    std::erase(gaps_, stream.first);
  }
  s.gap = behind;
}
}  // namespace verbund::gateway
