// Token buckets: how often somebody may ask.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace verbund::gateway {

/// What a bucket allows.
struct rate {
  double per_second = 50;
  double burst = 200;
};

/// One bucket; time is passed in, so that it can be tested and costs no clock call.
class token_bucket {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  /// Takes one token. Otherwise the milliseconds until there is one again.
  std::int64_t take(const rate& r, time_point now) {
    if (filled_ == time_point{}) {
      tokens_ = static_cast<float>(r.burst);
    } else {
      auto seconds = std::chrono::duration<double>(now - filled_).count();
      tokens_ = static_cast<float>(std::min(r.burst, tokens_ + seconds * r.per_second));
    }
    filled_ = now;
    if (tokens_ >= 1) {
      tokens_ -= 1;
      return 0;
    }
    return 1 + static_cast<std::int64_t>((1 - tokens_) * 1000 / r.per_second);
  }
  bool is_full(const rate& r, time_point now) const {
    return tokens_ + std::chrono::duration<double>(now - filled_).count() * r.per_second >= r.burst;
  }

 private:
  time_point filled_{};
  float tokens_ = 0;
};

/// Buckets by key, for all cores together. Full buckets are forgotten; the table never grows beyond its
/// bound: while it is full of others, new keys have to wait, because forgetting a bucket would forgive its
/// owner.
class rate_table {
 public:
  rate_table(rate r, std::size_t most) : rate_(r), most_(most) {}

  /// Milliseconds to wait; 0: go ahead.
  std::int64_t take(const std::string& key, token_bucket::time_point now) {
    std::lock_guard lock(mutex_);
    auto found = buckets_.find(key);
    if (found == buckets_.end()) {
      if (buckets_.size() >= most_) sweep(now);
      if (buckets_.size() >= most_) return pause_ms;
      found = buckets_.try_emplace(key).first;
    }
    return found->second.take(rate_, now);
  }

 private:
  static constexpr std::int64_t pause_ms = 1000;

  // At most once a second, because it looks at every bucket while all cores wait.
  void sweep(token_bucket::time_point now) {
    if (swept_ != token_bucket::time_point{} && now - swept_ < std::chrono::milliseconds(pause_ms)) return;
    swept_ = now;
    std::erase_if(buckets_, [&](const auto& b) { return b.second.is_full(rate_, now); });
  }

  rate rate_;
  std::size_t most_;
  token_bucket::time_point swept_{};
  std::mutex mutex_;
  std::unordered_map<std::string, token_bucket> buckets_;
};
}  // namespace verbund::gateway
