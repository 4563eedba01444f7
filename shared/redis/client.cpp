// Commands in flight, the connection they are on, and its return when it is lost.
#include "shared/redis/client.hpp"

#include <hiredis/hiredis.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <optional>

#include "shared/async/back_off.hpp"
#include "shared/base/log.hpp"
#include "shared/base/metrics.hpp"
#include "shared/redis/connection.hpp"

namespace verbund::redis {
namespace {
constexpr std::size_t most_commands = 1024;
constexpr std::size_t most_bytes = 64 << 20;

/// Somebody waiting for a reply. Who stops waiting leaves this behind to swallow it: a command cannot be
/// unsent.
struct call {
  explicit call(asio::io_context& io) : timer(io) {}
  asio::steady_timer timer;  ///< ends at the deadline, cancelled when there is an answer
  std::optional<reply> answer;
};

struct outstanding_command {
  std::shared_ptr<call> waiting;  ///< null for a publish
  std::size_t bytes;
  steady_clock::time_point sent;
};

reply copy(const redisReply& r) {
  reply out;
  if (r.str) out.text.assign(r.str, r.len);
  switch (r.type) {
    case REDIS_REPLY_INTEGER:
      out.kind = shape::integer;
      out.integer = r.integer;
      break;
    case REDIS_REPLY_STRING:
      out.kind = shape::text;
      break;
    case REDIS_REPLY_STATUS:
      out.kind = shape::status;
      break;
    case REDIS_REPLY_ERROR:
      out.kind = shape::error;
      break;
    case REDIS_REPLY_ARRAY:
      out.kind = shape::list;
      for (std::size_t i = 0; i < r.elements; ++i) out.items.push_back(copy(*r.element[i]));
      break;
    default:
      out.kind = shape::nil;
  }
  return out;
}

refusal refuse(kind why, const char* message) {
  refusal r(why, message);
  r.retry_after_ms = 500;
  return r;
}
}  // namespace

struct client::state : std::enable_shared_from_this<client::state> {
  state(asio::io_context& io, settings s) : io(io), where(std::move(s)), timer(io), watchdog(io) {}

  bool full(std::size_t more) const { return commands.size() >= most_commands || bytes + more > most_bytes; }

  void send(std::span<const std::string_view> arguments, std::shared_ptr<call> waiting) {
    std::size_t size = 0;
    for (auto a : arguments) size += a.size();
    commands.push_back({std::move(waiting), size, steady_clock::now()});
    bytes += size;
    current->send(arguments);
  }

  void on_reply(const redisReply& r) {
    if (commands.empty()) throw std::runtime_error("Redis answered without being asked");
    auto c = std::move(commands.front());
    commands.pop_front();
    bytes -= c.bytes;
    if (c.waiting) {
      c.waiting->answer = copy(r);
      c.waiting->timer.cancel();
    } else if (r.type == REDIS_REPLY_ERROR) {
      failed.add();
    }
  }

  void lose_all() {
    for (auto& c : std::exchange(commands, {})) {
      if (c.waiting)
        c.waiting->timer.cancel();
      else
        failed.add();
    }
    bytes = 0;
  }

  static task<> keep(std::shared_ptr<state> self) {
    back_off wait;
    bool told = false;
    while (!self->closed) {
      std::string problem = "closed";
      auto c = std::make_shared<connection>(self->io, self->where);
      self->current = c;
      try {
        co_await c->open(steady_clock::now() + std::chrono::seconds(2));
        wait.connected();
        self->up = true;
        if (std::exchange(told, false)) log::info("redis_back");
        co_await c->read([&self](const redisReply& r) { self->on_reply(r); });
      } catch (const std::exception& e) {
        problem = reason(e);
      }
      self->up = false;
      c->close();
      self->lose_all();
      if (self->closed) break;
      if (!std::exchange(told, true)) log::warning("redis_lost", {{"problem", problem}});
      self->timer.expires_after(wait.next());
      co_await self->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }

  /// A server that has stopped without hanging up is noticed by its silence.
  static task<> watch(std::shared_ptr<state> self) {
    while (!self->closed) {
      self->watchdog.expires_after(self->where.patience / 5);
      co_await self->watchdog.async_wait(asio::as_tuple(asio::use_awaitable));
      if (!self->commands.empty() && steady_clock::now() - self->commands.front().sent > self->where.patience)
        self->current->close();
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
  asio::steady_timer timer, watchdog;
  std::shared_ptr<connection> current;
  std::deque<outstanding_command> commands;
  std::size_t bytes = 0;
  bool up = false;
  bool closed = false;
  metrics::counter& failed =
      metrics::get_counter("verbund_redis_publish_failed_total", "Publishes that Redis has not confirmed.");
};

client::client(asio::io_context& io, settings s) : state_(std::make_shared<state>(io, std::move(s))) {
  asio::co_spawn(io, state::keep(state_), asio::detached);
  asio::co_spawn(io, state::watch(state_), asio::detached);
}
client::~client() {
  close();
}
void client::close() {
  state_->close();
}
bool client::connected() const {
  return state_->up;
}
std::size_t client::outstanding() const {
  return state_->commands.size();
}

task<reply> client::command(std::vector<std::string> arguments, steady_clock::time_point deadline) {
  auto self = state_;
  if (!self->up) throw refuse(kind::unavailable, "Redis is away");
  std::vector<std::string_view> views(arguments.begin(), arguments.end());
  if (self->full(0)) throw refuse(kind::overloaded, "too much is outstanding at Redis");
  auto waiting = std::make_shared<call>(self->io);
  waiting->timer.expires_at(deadline);
  self->send(views, waiting);
  co_await waiting->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (!waiting->answer) throw refuse(kind::unavailable, "Redis has not answered");
  if (waiting->answer->kind == shape::error) throw error(std::move(waiting->answer->text));
  co_return std::move(*waiting->answer);
}

void client::publish(std::string_view channel, std::string_view payload) {
  if (!state_->up || state_->full(payload.size())) {
    state_->failed.add();
    return;
  }
  const std::string_view arguments[] = {"PUBLISH", channel, payload};
  state_->send(arguments, nullptr);
}
}  // namespace verbund::redis
