// Lending connections: who is idle, who waits, and the keeper that replaces what was lost.
#include "shared/postgres/pool.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <deque>

#include "shared/async/back_off.hpp"
#include "shared/base/log.hpp"
#include "shared/base/metrics.hpp"

namespace verbund::postgres {
namespace {
/// For a statement on its own that others kept from running, with this much time left at least.
constexpr int tries = 4;
constexpr std::chrono::milliseconds least_time{300};

metrics::counter& retries() {
  static auto& all = metrics::get_counter("verbund_postgres_retries_total",
                                          "Statements run again because others held what they needed.");
  return all;
}

struct waiter {
  explicit waiter(asio::io_context& io) : timer(io) {}
  asio::steady_timer timer;  ///< ends at the deadline, cancelled when there is an answer
  std::unique_ptr<connection> given;
  std::optional<refusal> refused;
};

refusal refuse(kind why, const char* message, std::int64_t retry_after_ms) {
  refusal r(why, message);
  r.retry_after_ms = retry_after_ms;
  return r;
}
refusal away() {
  return refuse(kind::unavailable, "the database is away for a moment", 1000);
}
}  // namespace

struct pool_state : std::enable_shared_from_this<pool_state> {
  pool_state(asio::io_context& io, pool_settings s)
      : io(io),
        settings(std::move(s)),
        poke(io),
        open_gauge(
            metrics::get_gauge("verbund_postgres_connections", "Open connections to PostgreSQL.", label())),
        busy_gauge(metrics::get_gauge("verbund_postgres_busy_connections", "Connections on loan.", label())),
        waiting_gauge(
            metrics::get_gauge("verbund_postgres_waiting", "Requests waiting for a connection.", label())),
        lost_counter(metrics::get_counter("verbund_postgres_lost_total", "Connections that broke.", label())),
        refused_counter(metrics::get_counter("verbund_postgres_refused_total",
                                             "Requests that got no connection.", label())) {}

  std::string label() const { return "pool=\"" + settings.name + "\""; }

  void show() {
    open_gauge.set(static_cast<std::int64_t>(open));
    busy_gauge.set(static_cast<std::int64_t>(open - idle.size()));
    waiting_gauge.set(static_cast<std::int64_t>(waiters.size()));
  }

  /// To who has waited longest, or to rest.
  void offer(std::unique_ptr<connection> c) {
    if (waiters.empty()) {
      idle.push_back(std::move(c));
    } else {
      auto w = std::move(waiters.front());
      waiters.pop_front();
      w->given = std::move(c);
      w->timer.cancel();
    }
    show();
  }

  void discard(std::unique_ptr<connection> c) {
    c.reset();
    --open;
    show();
    if (closed) return;
    lost_counter.add();
    poke.cancel();
  }

  void give_back(std::unique_ptr<connection> c) {
    if (closed || c->broken()) return discard(std::move(c));
    if (!c->in_transaction()) return offer(std::move(c));
    asio::co_spawn(io, clean(shared_from_this(), std::move(c)), asio::detached);
  }

  static task<> clean(std::shared_ptr<pool_state> self, std::unique_ptr<connection> c) {
    try {
      co_await c->rollback(steady_clock::now() + std::chrono::seconds(1));
    } catch (const error&) {
      c->close();
    }
    if (self->closed || c->broken())
      self->discard(std::move(c));
    else
      self->offer(std::move(c));
  }

  void refuse_all(const refusal& why) {
    for (auto& w : std::exchange(waiters, {})) {
      w->refused = why;
      w->timer.cancel();
    }
    show();
  }

  task<> connect(connection& c) {
    auto deadline = steady_clock::now() + settings.connect_timeout;
    co_await c.connect(settings.conninfo, deadline);
    // The server ends what outlives its request: statements, forgotten transactions, work for a client that
    // has gone.
    auto ms = std::to_string(settings.statement_timeout.count());
    std::string text = "select set_config('statement_timeout', '" + ms +
                       "', false), set_config('idle_in_transaction_session_timeout', '" + ms +
                       "', false), set_config('client_connection_check_interval', '1000', false)";
    std::vector<statement> one;
    one.push_back(statement::raw("connect", text.c_str()));
    co_await c.run(std::move(one), deadline);
  }

  /// Keeps `size` connections open, one attempt at a time.
  static task<> keep(std::shared_ptr<pool_state> self) {
    back_off wait;
    while (!self->closed) {
      if (self->open >= self->settings.size) {
        self->poke.expires_at(steady_clock::time_point::max());
        co_await self->poke.async_wait(asio::as_tuple(asio::use_awaitable));
        continue;
      }
      auto c = std::make_unique<connection>(self->io);
      self->connecting = c.get();
      std::string problem;
      try {
        co_await self->connect(*c);
      } catch (const std::exception& e) {
        problem = e.what();
      }
      self->connecting = nullptr;
      if (self->closed) break;
      if (problem.empty()) {
        wait.connected();
        self->failing = false;
        ++self->open;
        self->offer(std::move(c));
        continue;
      }
      c.reset();
      if (!std::exchange(self->failing, true)) log::warning("postgres_unreachable", {{"problem", problem}});
      if (self->open == 0) self->refuse_all(away());
      self->poke.expires_after(wait.next());
      co_await self->poke.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }

  void close() {
    if (std::exchange(closed, true)) return;
    poke.cancel();
    if (connecting) connecting->close();
    open -= idle.size();
    idle.clear();
    refuse_all(away());
  }

  asio::io_context& io;
  pool_settings settings;
  asio::steady_timer poke;  ///< wakes the keeper
  std::vector<std::unique_ptr<connection>> idle;
  std::deque<std::shared_ptr<waiter>> waiters;
  connection* connecting = nullptr;
  std::size_t open = 0;
  bool failing = false;  ///< the last attempt to connect failed
  bool closed = false;
  metrics::gauge &open_gauge, &busy_gauge, &waiting_gauge;
  metrics::counter &lost_counter, &refused_counter;
};

lease::lease(std::shared_ptr<pool_state> state, std::unique_ptr<connection> c)
    : state_(std::move(state)), connection_(std::move(c)) {}
lease::~lease() {
  if (connection_) state_->give_back(std::move(connection_));
}

pool::pool(asio::io_context& io, pool_settings settings)
    : state_(std::make_shared<pool_state>(io, std::move(settings))) {
  asio::co_spawn(io, pool_state::keep(state_), asio::detached);
}
pool::~pool() {
  close();
}
void pool::close() {
  state_->close();
}

task<lease> pool::acquire(steady_clock::time_point deadline) {
  auto state = state_;
  while (!state->idle.empty()) {
    auto c = std::move(state->idle.back());
    state->idle.pop_back();
    if (!c->alive()) {
      state->discard(std::move(c));
      continue;
    }
    state->show();
    co_return lease(state, std::move(c));
  }
  if (state->closed || (state->open == 0 && state->failing)) {
    state->refused_counter.add();
    throw away();
  }
  if (state->waiters.size() >= state->settings.waiting) {
    state->refused_counter.add();
    throw refuse(kind::overloaded, "too many requests are waiting for the database", 500);
  }
  auto w = std::make_shared<waiter>(state->io);
  w->timer.expires_at(deadline);
  state->waiters.push_back(w);
  state->show();
  struct guard {
    pool_state& state;
    waiter& w;
    ~guard() {  // also when the waiting coroutine is cancelled or destroyed
      std::erase_if(state.waiters, [this](const auto& other) { return other.get() == &w; });
      if (w.given) state.give_back(std::move(w.given));
      state.show();
    }
  } g{*state, *w};
  co_await w->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (w->given) co_return lease(state, std::move(w->given));
  state->refused_counter.add();
  if (w->refused) throw *w->refused;
  if (state->open == 0) throw away();
  throw refuse(kind::overloaded, "no connection to the database was free in time", 500);
}

task<result> pool::query(const postgres::query& q, std::vector<value> values,
                         steady_clock::time_point deadline) {
  for (int left = tries;; --left) {
    lease l = co_await acquire(deadline);
    std::vector<statement> one;
    one.emplace_back(q, values);
    try {
      auto results = co_await l->run(std::move(one), deadline);
      co_return std::move(results.front());
    } catch (const error& e) {
      // Begun shortly before the deadline, a statement that waits would only cost its connection.
      if (!is_retryable(e) || left == 1 || deadline - steady_clock::now() < least_time) throw;
    }
    // The connection goes back first, so that who holds the lock gets one.
    retries().add();
  }
}

bool pool::ready() const {
  return state_->open > 0;
}
std::size_t pool::open() const {
  return state_->open;
}
std::size_t pool::idle() const {
  return state_->idle.size();
}
std::size_t pool::waiting() const {
  return state_->waiters.size();
}
}  // namespace verbund::postgres
