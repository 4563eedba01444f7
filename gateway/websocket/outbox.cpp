// Gather writes of what is waiting.
#include "gateway/websocket/outbox.hpp"

#include <algorithm>
#include <array>

namespace verbund::gateway {

void outbox::push(std::shared_ptr<const void> owner, std::string_view bytes, bool begun) {
  if (chunks_.empty()) front_begun_ = begun;
  bytes_ += bytes.size();
  chunks_.push_back({std::move(owner), bytes});
}

void outbox::push(std::string bytes, std::size_t sent) {
  auto owner = std::make_shared<const std::string>(std::move(bytes));
  auto rest = std::string_view(*owner).substr(sent);
  push(std::move(owner), rest, sent > 0);
}

bool outbox::drain(transport& to, std::size_t& written) {
  std::array<iovec, 64> pieces;
  while (!chunks_.empty()) {
    auto count = std::min(pieces.size(), chunks_.size());
    std::size_t offered = 0;
    for (std::size_t i = 0; i < count; ++i) {
      pieces[i] = {const_cast<char*>(chunks_[i].bytes.data()), chunks_[i].bytes.size()};
      offered += chunks_[i].bytes.size();
    }
    auto n = to.write(pieces.data(), count);
    if (n == transport::broken) return false;
    if (n == transport::would_block) return true;
    auto left = static_cast<std::size_t>(n);
    written += left;
    bytes_ -= left;
    bool all = left == offered;
    while (!chunks_.empty() && left >= chunks_.front().bytes.size()) {
      left -= chunks_.front().bytes.size();
      chunks_.pop_front();
      front_begun_ = false;
    }
    if (left > 0) {
      chunks_.front().bytes.remove_prefix(left);
      front_begun_ = true;
    }
    if (!all) return true;
  }
  return true;
}

void outbox::drop_unsent() {
  // A frame cut in the middle would turn the close frame into its payload.
  while (chunks_.size() > (front_begun_ ? 1u : 0u)) {
    bytes_ -= chunks_.back().bytes.size();
    chunks_.pop_back();
  }
}
}  // namespace verbund::gateway
