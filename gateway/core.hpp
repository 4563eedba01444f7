// One core: an io_context with one thread, its links, its sessions, its hub.
#pragma once
#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "gateway/entrance.hpp"
#include "gateway/live/hub.hpp"
#include "gateway/router.hpp"
#include "gateway/site.hpp"
#include "gateway/websocket/registry.hpp"
#include "proto/access.hpp"

namespace verbund::gateway {

class http_connection;

/// Everything in here is touched by the core's own thread only.
class core {
 public:
  core(site&, unsigned index);
  ~core();

  void start();
  /// Lets every connection end: WebSockets with 1012, spread over a few seconds; HTTP after its answer.
  void drain();
  /// After draining: links and timers end, so that run() returns.
  void stop();

  site& shared() { return site_; }
  unsigned index() const { return index_; }
  asio::io_context& context() { return context_; }
  router& routes() { return routes_; }
  hub& live() { return hub_; }
  entrance& door() { return door_; }
  session_registry& sessions() { return sessions_; }
  std::unordered_set<http_connection*>& connections() { return connections_; }
  bool draining() const { return draining_; }
  /// A service that this core is not connected to, or null; may be asked from every thread.
  const char* missing() const { return missing_; }

  /// Seconds since start, coarse; for deadlines that need no better.
  std::uint32_t seconds() const { return seconds_; }
  /// Where every session of this core reads into.
  std::span<char> read_buffer() { return *buffer_; }
  /// 16 hex digits, unique enough to follow a request.
  std::string new_trace();

  /// Flushes the session at the end of this turn of the loop.
  void flush_later(std::shared_ptr<session>);
  /// Ends the session at the end of this turn: fan-out may be walking lists it is in.
  void finish_later(std::shared_ptr<session>);
  /// Applies entries of the log of revocations: sockets of ended sessions close, streams are asked about
  /// again.
  void take_away(const std::vector<proto::revocation>&);
  /// The same when it is not known what was taken away: every session and every stream is asked about.
  void take_anything_away();
  /// Whether this session or its member was revoked since members was asked who this is: while the handshake was
  /// under way.
  bool was_revoked(const identity&) const;

 private:
  void end_of_turn();
  void schedule_end_of_turn();
  void tick();
  void drain_some();

  site& site_;
  unsigned index_;
  // Before the context, so that they outlive it: its end destroys suspended coroutines, whose objects still
  // take themselves off these lists.
  session_registry sessions_;
  entrance door_;
  std::unordered_set<http_connection*> connections_;
  std::vector<std::shared_ptr<session>> to_flush_;
  std::vector<std::shared_ptr<session>> to_finish_;
  std::unique_ptr<std::array<char, 65536>> buffer_;
  std::mt19937_64 random_;
  asio::io_context context_{1};
  router routes_;
  hub hub_;
  asio::steady_timer second_;
  asio::steady_timer drain_timer_;
  std::atomic<const char*> missing_;
  std::uint32_t seconds_ = 1;
  bool draining_ = false;
  bool stopped_ = false;
  bool end_scheduled_ = false;
  /// Ended sessions and members, and since when; as long as a handshake may take and more.
  std::unordered_map<uuid, std::chrono::steady_clock::time_point> revoked_;
  std::size_t drain_share_ = 0;
};
}  // namespace verbund::gateway
