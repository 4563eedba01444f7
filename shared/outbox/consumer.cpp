// The rounds of a consumer: lock, take, apply, move, commit.
#include "shared/outbox/consumer.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>

#include "shared/base/log.hpp"
#include "shared/base/metrics.hpp"
#include "shared/events/entry.hpp"
#include "shared/redis/subscriber.hpp"

namespace verbund::outbox {
namespace {
using namespace std::chrono_literals;
constexpr auto every = 1000ms;
/// An unripe entry ripens when the transactions beside it end: soon, as a rule.
constexpr auto soon = 10ms;
constexpr auto patience = 8s;

struct reader_row {
  bool mine = false;
};
BOOST_DESCRIBE_STRUCT(reader_row, (), (mine))

/// How a source stands after a look at it.
enum class found { all, more, unripe };

struct progress {
  std::size_t at_once;  ///< entries in the next transaction
  metrics::counter& applied;
  metrics::counter& failed;
};
}  // namespace

struct consumer::state {
  state(asio::io_context& io, postgres::pool& p, consumer_settings s)
      : pool(p), settings(std::move(s)), timer(io) {
    for (const auto& source : settings.sources) {
      auto label = "consumer=\"" + settings.name + "\",source=\"" + source.owner + "\"";
      progress_of.push_back({settings.largest,
                             metrics::get_counter("verbund_outbox_entries_total",
                                                  "Entries of other services' outboxes acted on.", label),
                             metrics::get_counter("verbund_outbox_failures_total",
                                                  "Rounds over an outbox that failed.", label)});
    }
  }

  void wake() {
    woken = true;
    timer.cancel();
  }

  static task<> run(std::shared_ptr<state> self);
  task<found> look(std::size_t which);
  task<found> look_safely(std::size_t which);

  postgres::pool& pool;
  consumer_settings settings;
  std::vector<progress> progress_of;
  asio::steady_timer timer;
  bool woken = false, stopped = false;
  std::unique_ptr<redis::subscriber> subscriber;
};

consumer::consumer(asio::io_context& io, postgres::pool& pool, redis::settings redis, consumer_settings s)
    : state_(std::make_shared<state>(io, pool, std::move(s))) {
  std::vector<std::string> channels;
  for (const auto& source : state_->settings.sources) channels.push_back(events::wake_channel(source.owner));
  auto raw = state_.get();  // the subscriber is the state's own
  redis::subscriber_handlers handlers;
  handlers.on_message = [raw](std::string_view, std::string) { raw->wake(); };
  handlers.on_subscribed = [raw] { raw->wake(); };
  handlers.on_lost = [] {};
  state_->subscriber =
      std::make_unique<redis::subscriber>(io, std::move(redis), std::move(channels), std::move(handlers));
  asio::co_spawn(io, state::run(state_), asio::detached);
}

consumer::~consumer() {
  state_->stopped = true;
  state_->subscriber.reset();
  state_->wake();
}

task<> consumer::state::run(std::shared_ptr<state> self) {
  std::chrono::milliseconds ripening = soon;
  while (!self->stopped) {
    self->woken = false;
    bool more = false, unripe = false;
    for (std::size_t i = 0; i < self->settings.sources.size() && !self->stopped; ++i) {
      auto how = co_await self->look_safely(i);
      more = more || how == found::more;
      unripe = unripe || how == found::unripe;
    }
    ripening = unripe ? std::min<std::chrono::milliseconds>(ripening * 2, every) : soon;
    if (more || self->woken || self->stopped) continue;
    self->timer.expires_after(unripe ? ripening : every);
    co_await self->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

task<found> consumer::state::look_safely(std::size_t which) {
  try {
    co_return co_await look(which);
  } catch (const std::exception& e) {
    // One by one from here on, so that everything before the entry that fails is done.
    progress_of[which].at_once = 1;
    progress_of[which].failed.add();
    log::warning(
        "outbox_stuck",
        {{"consumer", settings.name}, {"source", settings.sources[which].owner}, {"problem", e.what()}});
    co_return found::all;
  }
}

task<found> consumer::state::look(std::size_t which) {
  const auto& source = settings.sources[which];
  auto& progress = progress_of[which];
  auto deadline = steady_clock::now() + patience;
  auto most = static_cast<std::int64_t>(progress.at_once);
  // A lease that ends with an open transaction rolls it back.
  auto lease = co_await pool.acquire(deadline);
  std::vector<postgres::statement> begin;
  begin.push_back(postgres::begin());
  begin.emplace_back(*settings.one_reader);
  begin.emplace_back(*source.take, postgres::values(most));
  auto results = co_await lease->run(std::move(begin), deadline);
  auto reader = postgres::maybe_row<reader_row>(results[1]);
  if (!reader || !reader->mine || stopped) co_return found::all;
  auto entries = postgres::rows<entry>(results[2]);
  auto taken = entries.size();
  entries.erase(std::find_if(entries.begin(), entries.end(), [](const entry& e) { return !e.ripe; }),
                entries.end());
  if (entries.empty()) co_return taken > 0 ? found::unripe : found::all;
  auto ripe = entries.size();
  auto last = entries.back();
  co_await source.then->apply(*lease, std::move(entries), deadline);
  std::vector<postgres::statement> end;
  end.emplace_back(*source.move, postgres::values(last.xid, last.id));
  end.push_back(postgres::commit());
  co_await lease->run(std::move(end), deadline);
  progress.applied.add(ripe);
  progress.at_once = std::min(settings.largest, progress.at_once * 2);
  if (stopped) co_return found::all;
  co_await source.then->committed(deadline);
  if (ripe < taken) co_return found::unripe;
  co_return taken == static_cast<std::size_t>(most) ? found::more : found::all;
}
}  // namespace verbund::outbox
