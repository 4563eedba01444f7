// Follows the log of what was taken away from whom, and has every core apply it before further events.
#pragma once
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>
#include <string>

#include "proto/access.hpp"
#include "shared/async/task.hpp"
#include "shared/base/clock.hpp"

namespace verbund::rpc {
struct link_reply;
}

namespace verbund::gateway {

class core;
struct site;

/// Lives on the home core. Redis plays no part: one long poll of members is always under way.
class revocations {
 public:
  /// Without an answer for so long nothing may be relayed: somebody might no longer be entitled to it.
  static constexpr std::chrono::seconds patience{5};

  revocations(site&, core& home);
  /// `again` is called whenever the log is followed again after it was not.
  void start(std::function<void()> again);
  void stop();
  /// Whether the log was followed to its end a moment ago.
  bool current() const;

 private:
  void ask();
  void ask_later();
  void on_reply(const rpc::link_reply&);
  void apply(const proto::revocations&);

  site& site_;
  core& home_;
  asio::steady_timer pause_;
  std::function<void()> again_;
  std::optional<proto::position> after_;  ///< applied up to here; nothing before the first answer
  steady_clock::time_point answered_{};   ///< the last time the log's end was seen
  bool was_current_ = false;
  bool stopped_ = false;
};
}  // namespace verbund::gateway
