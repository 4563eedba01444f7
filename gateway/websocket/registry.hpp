// The sessions of one core, by handle.
#pragma once
#include <memory>
#include <vector>

#include "gateway/websocket/session.hpp"

namespace verbund::gateway {

class session_registry {
 public:
  session_handle add(std::shared_ptr<session> s) {
    std::uint32_t index;
    if (free_.empty()) {
      index = static_cast<std::uint32_t>(slots_.size());
      slots_.emplace_back();
    } else {
      index = free_.back();
      free_.pop_back();
    }
    slots_[index].held = std::move(s);
    ++size_;
    return {index, slots_[index].generation};
  }
  /// The session, unless it has ended meanwhile.
  session* find(session_handle h) const {
    if (h.index >= slots_.size() || slots_[h.index].generation != h.generation) return nullptr;
    return slots_[h.index].held.get();
  }
  void remove(session_handle h) {
    if (!find(h)) return;
    slots_[h.index].held.reset();
    ++slots_[h.index].generation;
    free_.push_back(h.index);
    --size_;
  }
  std::size_t size() const { return size_; }
  /// Calls with each session; the callee may end any of them.
  template <class F>
  void for_each(F f) {
    for (std::size_t i = 0; i < slots_.size(); ++i)
      if (auto keep = slots_[i].held) f(*keep);
  }

 private:
  struct slot {
    std::shared_ptr<session> held;
    std::uint32_t generation = 0;
  };
  std::vector<slot> slots_;
  std::vector<std::uint32_t> free_;
  std::size_t size_ = 0;
};
}  // namespace verbund::gateway
