// Memory-hard password hashing (Argon2id) on a few threads of its own, with a bounded queue.
#pragma once
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "shared/async/task.hpp"
#include "shared/base/settings.hpp"

namespace verbund::members {

/// Hashes once, on this thread; for tools. Throws std::runtime_error when the memory is not there.
std::string hash_password(std::string password, std::int64_t memory_mib);

/// Used from one io_context with one thread. A job that was started is finished, also when nobody waits any
/// more.
class password_hasher {
 public:
  explicit password_hasher(const limits_settings&);
  ~password_hasher();
  password_hasher(const password_hasher&) = delete;
  password_hasher& operator=(const password_hasher&) = delete;

  /// The hash to store. Throws refusal: overloaded when too many wait or the deadline passes in the queue.
  task<std::string> hash(std::string password, steady_clock::time_point deadline);
  /// Whether it is the password of this hash. An empty hash takes as long as any other and never matches.
  /// Throws refusal as hash does.
  task<bool> verify(std::string password, std::string hash, steady_clock::time_point deadline);

 private:
  task<> run(std::function<void()> work, steady_clock::time_point deadline);

  std::int64_t memory_mib_;
  std::size_t most_;  ///< in work and waiting
  /// How many there are now; shared, because a coroutine given up at the end may outlive this object.
  std::shared_ptr<std::size_t> pending_ = std::make_shared<std::size_t>(0);
  std::string nobodys_;  ///< a hash like all others, for accounts that do not exist
  asio::thread_pool threads_;
};
}  // namespace verbund::members
