// The round of each second.
#include "services/members/lapses.hpp"

#include <boost/asio/co_spawn.hpp>

#include "services/members/sql.hpp"

namespace verbund::members {
using namespace std::chrono_literals;

lapses::lapses(asio::io_context& context, postgres::pool& db) : context_(context), db_(db), timer_(context) {
  later();
}

void lapses::later() {
  timer_.expires_after(1s);
  timer_.async_wait([this](error_code ec) {
    if (ec) return;
    // A database that is away is asked again in a second; that it is away is said elsewhere.
    asio::co_spawn(context_, run(), [this](std::exception_ptr) { later(); });
  });
}

task<> lapses::run() {
  co_await db_.query(sql::end_lapsed_suspensions, postgres::values(), steady_clock::now() + 2s);
}
}  // namespace verbund::members
