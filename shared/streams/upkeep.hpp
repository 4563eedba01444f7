// Forgetting: objects that went from a stream long ago are no longer told.
#pragma once
#include <boost/asio/steady_timer.hpp>

#include "shared/postgres/pool.hpp"

namespace verbund::streams {

/// Runs a service's statement that forgets what has been gone for 90 days: soon after the start and then
/// every hour, a bounded number of rows at a time, as long as there are more.
class upkeep {
 public:
  /// The statement takes no parameters and answers one row, `forgotten`: how many rows it took away.
  upkeep(asio::io_context&, postgres::pool&, const postgres::query& forget_gone);

 private:
  void later(std::chrono::seconds);
  task<bool> run();

  asio::io_context& context_;
  postgres::pool& db_;
  const postgres::query& forget_gone_;
  asio::steady_timer timer_;
};
}  // namespace verbund::streams
