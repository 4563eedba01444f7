// Constant-time joining and leaving: each entry knows its place in the other list.
#include "gateway/live/subscriptions.hpp"

#include <algorithm>

#include "gateway/websocket/session.hpp"

namespace verbund::gateway {

stream_index subscriptions::intern(const std::string& name) {
  auto [found, added] = by_name_.try_emplace(name, 0);
  if (!added) return found->second;
  if (free_.empty()) {
    found->second = static_cast<stream_index>(streams_.size());
    streams_.push_back(nullptr);
  } else {
    found->second = free_.back();
    free_.pop_back();
  }
  streams_[found->second] = std::make_unique<live_stream>();
  streams_[found->second]->name = name;
  return found->second;
}

live_stream* subscriptions::find(const std::string& name) {
  auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : streams_[found->second].get();
}

const watched* subscriptions::find(const watch_list& own, stream_index i) const {
  auto found = std::find_if(own.begin(), own.end(), [&](const watched& w) { return w.stream == i; });
  return found == own.end() ? nullptr : &*found;
}

void subscriptions::set(session& who, watch_list& own, stream_index i, bool head, std::int64_t after) {
  if (auto present = find(own, i)) {
    if (present->head == head) {
      auto& s = list(at(i), head)[present->place];
      s.after = std::max(s.after, after);
      return;
    }
    remove(own, i);
  }
  auto& all = list(at(i), head);
  own.push_back({i, static_cast<std::uint32_t>(all.size()), head});
  all.push_back({&who, after, static_cast<std::uint32_t>(own.size() - 1)});
}

bool subscriptions::remove(watch_list& own, stream_index i) {
  auto present = find(own, i);
  if (!present) return false;
  auto [stream, place, head] = *present;
  auto slot = static_cast<std::uint32_t>(present - own.data());
  auto& all = list(at(stream), head);
  if (place + 1 != all.size()) {
    all[place] = all.back();
    all[place].session->watching()[all[place].slot].place = place;
  }
  all.pop_back();
  if (slot + 1 != own.size()) {
    own[slot] = own.back();
    list(at(own[slot].stream), own[slot].head)[own[slot].place].slot = slot;
  }
  own.pop_back();
  return true;
}

bool subscriptions::forget_if_unused(stream_index i) {
  if (streams_[i]->used()) return false;
  by_name_.erase(streams_[i]->name);
  streams_[i].reset();
  free_.push_back(i);
  return true;
}
}  // namespace verbund::gateway
