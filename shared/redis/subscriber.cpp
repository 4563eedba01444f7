// Keeping a set of channels subscribed.
#include "shared/redis/subscriber.hpp"

#include <hiredis/hiredis.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <stdexcept>

#include "shared/async/back_off.hpp"
#include "shared/base/log.hpp"
#include "shared/base/metrics.hpp"
#include "shared/redis/connection.hpp"

namespace verbund::redis {
namespace {
std::string_view text_of(const redisReply& r) {
  return {r.str ? r.str : "", r.str ? r.len : 0};
}
}  // namespace

struct subscriber::state : std::enable_shared_from_this<subscriber::state> {
  state(asio::io_context& io, settings s, std::vector<std::string> channels, subscriber_handlers h)
      : io(io),
        where(std::move(s)),
        channels(std::move(channels)),
        handlers(std::move(h)),
        timer(io),
        watchdog(io) {}

  void on_reply(const redisReply& r) {
    if (r.type == REDIS_REPLY_ERROR) throw std::runtime_error(std::string(text_of(r)));
    if (r.type != REDIS_REPLY_ARRAY || r.elements < 2) return;
    auto what = text_of(*r.element[0]);
    if (what == "message" && r.elements == 3) {
      if (handlers.on_message)
        handlers.on_message(text_of(*r.element[1]), std::string(text_of(*r.element[2])));
    } else if (what == "subscribe" && ++confirmed == channels.size()) {
      up = true;
      if (handlers.on_subscribed) handlers.on_subscribed();
    }
  }

  static task<> keep(std::shared_ptr<state> self) {
    back_off wait;
    auto& lost =
        metrics::get_counter("verbund_redis_subscription_lost_total", "Times a subscription was cut off.");
    bool told = false;
    while (!self->closed) {
      std::string problem;
      auto c = std::make_shared<connection>(self->io, self->where);
      self->current = c;
      self->confirmed = 0;
      try {
        co_await c->open(steady_clock::now() + std::chrono::seconds(2));
        std::vector<std::string_view> command(1, "SUBSCRIBE");
        command.insert(command.end(), self->channels.begin(), self->channels.end());
        c->send(command);
        co_await c->read([&](const redisReply& r) {
          if (self->closed) return;
          self->on_reply(r);
          if (self->up && told) log::info("redis_subscribed_again"), told = false;
          if (self->up) wait.connected();
        });
      } catch (const std::exception& e) {
        problem = reason(e);
      }
      c->close();
      bool was_up = std::exchange(self->up, false);
      if (self->closed) break;
      if (was_up) {
        lost.add();
        if (self->handlers.on_lost) self->handlers.on_lost();
      }
      if (!std::exchange(told, true)) log::warning("redis_subscription_lost", {{"problem", problem}});
      self->timer.expires_after(wait.next());
      co_await self->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    // Handlers may hold what holds this; nothing is called any more.
    self->handlers = {};
  }

  /// Silence is broken by a ping; silence after that is an end.
  static task<> watch(std::shared_ptr<state> self) {
    while (!self->closed) {
      self->watchdog.expires_after(self->where.patience / 5);
      co_await self->watchdog.async_wait(asio::as_tuple(asio::use_awaitable));
      if (self->closed || !self->up) continue;
      auto silence = steady_clock::now() - self->current->heard();
      const std::string_view ping[] = {"PING"};
      if (silence > self->where.patience)
        self->current->close();
      else if (silence > self->where.patience / 2)
        self->current->send(ping);
    }
  }

  void close() {
    if (std::exchange(closed, true)) return;
    up = false;
    if (current) current->close();
    timer.cancel();
    watchdog.cancel();
  }

  asio::io_context& io;
  settings where;
  std::vector<std::string> channels;
  subscriber_handlers handlers;
  asio::steady_timer timer, watchdog;
  std::shared_ptr<connection> current;
  std::size_t confirmed = 0;
  bool up = false;
  bool closed = false;
};

subscriber::subscriber(asio::io_context& io, settings s, std::vector<std::string> channels,
                       subscriber_handlers handlers)
    : state_(std::make_shared<state>(io, std::move(s), std::move(channels), std::move(handlers))) {
  asio::co_spawn(io, state::keep(state_), asio::detached);
  asio::co_spawn(io, state::watch(state_), asio::detached);
}
subscriber::~subscriber() {
  close();
}
bool subscriber::connected() const {
  return state_->up;
}
void subscriber::close() {
  state_->close();
}
}  // namespace verbund::redis
