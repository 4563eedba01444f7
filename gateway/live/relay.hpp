// Brings events from Redis, and what Redis lost from the services, in order to every core. Lives on core 0.
#pragma once
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/live/sequencer.hpp"
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
  /// `done` runs on the asking core once all events of these streams reach it.
  void hold(core& who, std::vector<std::string> streams, std::function<void()> done);
  void release(core& who, std::vector<std::string> streams);
  void base(std::vector<stream_base>);
  /// Asks the owners at once where the streams stand, because something may have been missed.
  void catch_up();

 private:
  void on_batch(const std::vector<events::entry_view>&);
  void publish();
  void ask_positions();
  void ask_positions_of(std::string_view service, std::vector<std::string> streams);
  void fetch(const sequencer::fetch&);
  void every_second();
  void watch_gaps();

  site& site_;
  core& home_;
  sequencer order_;
  std::unique_ptr<events::receiver> receiver_;
  asio::steady_timer second_;
  asio::steady_timer gap_timer_;
  bool gap_timer_runs_ = false;
  bool stopped_ = false;
};
}  // namespace verbund::gateway
