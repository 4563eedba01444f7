// Suspensions that end by time: the rows are told what the views already know by the clock.
#pragma once
#include <boost/asio/steady_timer.hpp>

#include "shared/postgres/pool.hpp"

namespace verbund::members {

/// Once a second, as long as the service lives. What waits for it is only what others are told; nobody is
/// kept out longer.
class lapses {
 public:
  lapses(asio::io_context&, postgres::pool&);

 private:
  void later();
  task<> run();

  asio::io_context& context_;
  postgres::pool& db_;
  asio::steady_timer timer_;
};
}  // namespace verbund::members
