// Running a coroutine to its end inside a test.
#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>

#include "shared/async/task.hpp"

namespace verbund {

/// Calls `test(io)`, a coroutine, and runs its loop until nothing is left to do; rethrows what the coroutine
/// threw. `test` may capture: it lives until the loop has ended.
template <class Test>
void run_loop(Test test) {
  asio::io_context io(1);
  std::exception_ptr problem;
  asio::co_spawn(io, test(io), [&](std::exception_ptr e) { problem = e; });
  io.run();
  if (problem) std::rethrow_exception(problem);
}

/// Lets the loop go on for a while.
inline task<> pause_for(asio::io_context& io, std::chrono::milliseconds time) {
  asio::steady_timer timer(io, time);
  co_await timer.async_wait(asio::use_awaitable);
}

/// Waits until `done()`; false after five seconds.
template <class Done>
task<bool> eventually(asio::io_context& io, Done done) {
  auto end = steady_clock::now() + std::chrono::seconds(5);
  while (!done()) {
    if (steady_clock::now() > end) co_return false;
    co_await pause_for(io, std::chrono::milliseconds(5));
  }
  co_return true;
}
}  // namespace verbund
