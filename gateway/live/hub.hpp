// The live part of one core: who watches what here, subscribing, and fan-out.
#pragma once
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "gateway/live/parcel.hpp"
#include "gateway/live/recheck.hpp"
#include "gateway/live/subscribe_call.hpp"
#include "gateway/live/subscriptions.hpp"
#include "gateway/websocket/session.hpp"
#include "proto/live.hpp"
#include "shared/rpc/envelope.hpp"

namespace verbund::gateway {

class hub {
 public:
  static constexpr std::int64_t head_pause_ms = 2000;

  explicit hub(core&);

  /// live.subscribe: asks the owners of the streams and answers the session.
  void subscribe(session&, const rpc::call&);
  /// live.unsubscribe.
  void unsubscribe(session&, const rpc::call&);
  /// The session has ended.
  void leave(session&);
  /// Something was taken away from these members, or from anybody: their streams are withheld until their
  /// owners have been asked again.
  void doubt(const std::unordered_set<uuid>& members, bool all);
  /// The same for whoever watches this stream.
  void doubt(const std::string& stream);
  /// Events from the relay.
  void apply(const batch&);
  void stop() { head_timer_.cancel(); }

 private:
  using pending_call = subscribe_call;
  using part = subscribe_call::part;
  struct active {
    live_stream* stream;
    const std::shared_ptr<const parcel>* changes;
  };
  struct link_to_piece {
    piece what;
    std::uint32_t next;
  };

  std::optional<refusal> prepare(session&, const rpc::call&, pending_call&);
  void begin(std::shared_ptr<pending_call>);
  void ask_owners(std::shared_ptr<pending_call>);
  void part_answered(std::shared_ptr<pending_call>, part&, const rpc::link_reply&);
  void finish_call(pending_call&);
  void join(session&, pending_call&);
  void send_recent(session&, const live_stream&, std::int64_t after);
  void end_pending(const std::vector<stream_index>&);
  void suspend(session&);
  void ask_again(const std::shared_ptr<recheck>&);
  void finish(recheck&);
  void give_back(session&, const recheck&);
  void release_if_unused(const std::vector<stream_index>&);

  void fan_out(const active&);
  void fan_out_gathered();
  void note_head(live_stream&);
  void send_head(live_stream&);
  void flush_heads();
  void watch_heads();

  core& core_;
  subscriptions streams_;
  std::unordered_set<std::shared_ptr<pending_call>> calls_;  ///< on their way
  std::unordered_set<std::shared_ptr<recheck>> rechecks_;
  std::vector<stream_index> waiting_heads_;
  asio::steady_timer head_timer_;
  bool head_timer_runs_ = false;
  // Reused by every batch, so that fan-out allocates nothing.
  std::vector<active> active_;
  std::vector<link_to_piece> pieces_;
  std::vector<session*> gathered_;
};
}  // namespace verbund::gateway
