// Brings events from Redis, and what Redis lost from the services, in order to every core. Lives on core 0.
#pragma once
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/live/revocations.hpp"
#include "gateway/live/sequencer.hpp"
#include "proto/live.hpp"
#include "shared/events/receiver.hpp"

namespace verbund::gateway {

class core;
struct site;

/// Where a stream stood in some session's answer.
struct stream_base {
  std::string stream;
  std::int64_t position;
  std::int64_t number;
};

class relay {
 public:
  relay(site&, core& home);

  void start();
  void stop();

  // From any core; each is one post.
  /// `done` runs on the asking core once all events of these streams reach it and follow on a position that
  /// was read before; false when an owner could not say where they stand.
  void hold(core& who, std::vector<std::string> streams, std::function<void(bool)> done);
  void release(core& who, std::vector<std::string> streams);
  void base(std::vector<stream_base>);
  /// Asks the owners at once where the streams stand, because something may have been missed.
  void catch_up();

 private:
  void on_batch(const std::vector<events::entry_view>&);
  void publish();
  void ask_positions();
  using positions_answer = std::function<void(const proto::stream_positions*)>;
  /// Without an answer the callback gets nullptr.
  void ask_owner(std::string_view service, const std::vector<std::string>& streams, positions_answer);
  void ask_bases(std::string_view service);
  void fetch(const sequencer::fetch&);
  void every_second();
  void watch_gaps();

  /// A hold() that waits for the bases of some streams.
  struct waiting_hold {
    core* who;
    std::function<void(bool)> done;
    std::size_t missing = 0;
    bool failed = false;
  };

  site& site_;
  core& home_;
  // By stream, while its owner is asked for the base.
  std::unordered_map<std::string, std::vector<std::shared_ptr<waiting_hold>>> opening_;
  /// Of each owner the streams whose base is still to be asked for; all of them together, once the answer before is
  /// here: after a cut thousands come within a second.
  struct unasked {
    std::vector<std::string> streams;
    bool under_way = false;
  };
  std::unordered_map<std::string_view, unasked> unasked_;
  sequencer order_;
  revocations log_;
  std::unique_ptr<events::receiver> receiver_;
  asio::steady_timer second_;
  asio::steady_timer gap_timer_;
  bool gap_timer_runs_ = false;
  bool stopped_ = false;
};
}  // namespace verbund::gateway
