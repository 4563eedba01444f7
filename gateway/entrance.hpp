// The queue at the door of a core: when everybody comes at once, few are let in at a time, the rest wait or
// come later.
#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <utility>

namespace verbund::gateway {

/// Signing in over a WebSocket and subscribing cost the services most, and come in herds: after a cut
/// thousands at once. At most `at_once` of them are with the services; so whoever is inside is not slowed by
/// those who come. Who is already inside goes first, so that what was begun is finished. Touched by its
/// core's thread only.
class entrance {
 public:
  using clock = std::chrono::steady_clock;
  /// A place inside; given back when it is destroyed.
  class turn {
   public:
    turn() = default;
    explicit turn(entrance* door) : door_(door) {}
    turn(turn&& other) noexcept : door_(std::exchange(other.door_, nullptr)) {}
    turn& operator=(turn&& other) noexcept {
      std::swap(door_, other.door_);
      return *this;
    }
    ~turn() { give_back(); }
    void give_back() {
      if (auto door = std::exchange(door_, nullptr)) door->left();
    }

   private:
    entrance* door_ = nullptr;
  };
  /// Gets a turn, or nothing when it would have taken too long.
  using admitted = std::function<void(std::optional<turn>)>;

  explicit entrance(std::size_t at_once, std::function<clock::time_point()> now = clock::now)
      : at_once_(at_once), now_(std::move(now)) {}

  /// For a handshake; refused at once when the wait would be longer than a client has patience.
  void arrive(admitted);
  /// For what somebody inside asks; refused only when its time is over.
  void ask(admitted);
  /// Now and then: who has waited too long is refused, also while nobody leaves.
  void tick();
  /// How many wait.
  std::size_t waiting() const { return arrivals_.size() + asking_.size(); }
  /// In how many milliseconds a newcomer would have its turn, as far as one can say.
  std::int64_t wait_ms() const;
  /// In how many milliseconds somebody who was refused shall come again: each a little after the one before,
  /// and nobody after more than 20 s, so that they come neither all at once nor while the door stands idle.
  std::int64_t appointment();
  /// From now on nobody's turn comes any more.
  void close();

 private:
  struct guest {
    admitted come;
    clock::time_point since;
  };
  void left();
  void let_in();
  void pace();
  void refuse_late(std::deque<guest>&, clock::duration patience);

  std::size_t at_once_;
  std::function<clock::time_point()> now_;
  std::size_t inside_ = 0;
  bool letting_in_ = false;
  bool closed_ = false;
  std::deque<guest> arrivals_, asking_;
  /// Milliseconds between two arrivals that got their turn while others waited, as a running mean.
  double pace_ms_ = 10;
  /// Until when there are appointments.
  clock::time_point booked_{};
  std::optional<clock::time_point> last_;
};
}  // namespace verbund::gateway
