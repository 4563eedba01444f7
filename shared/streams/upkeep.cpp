// The hourly round.
#include "shared/streams/upkeep.hpp"

#include <boost/asio/co_spawn.hpp>

#include "shared/base/log.hpp"

namespace verbund::streams {
using namespace std::chrono_literals;
namespace {
struct forgotten_row {
  std::int64_t forgotten = 0;
};
BOOST_DESCRIBE_STRUCT(forgotten_row, (), (forgotten))
}  // namespace

upkeep::upkeep(asio::io_context& context, postgres::pool& db, const postgres::query& forget_gone)
    : context_(context), db_(db), forget_gone_(forget_gone), timer_(context) {
  later(60s);
}

void upkeep::later(std::chrono::seconds pause) {
  timer_.expires_after(pause);
  timer_.async_wait([this](error_code ec) {
    if (ec) return;
    asio::co_spawn(context_, run(),
                   [this](std::exception_ptr problem, bool more) { later(!problem && more ? 1s : 3600s); });
  });
}

// A database that is away is not worth a word here: it is asked again in an hour.
task<bool> upkeep::run() {
  auto row = co_await db_.maybe<forgotten_row>(forget_gone_, postgres::values(), steady_clock::now() + 5s);
  if (row && row->forgotten > 0)
    log::info("forgotten", {{"query", forget_gone_.name}, {"rows", row->forgotten}});
  co_return row && row->forgotten > 0;
}
}  // namespace verbund::streams
