// Waiting at the door of the core, for what comes in herds.
#include "gateway/core.hpp"
#include "gateway/http/endpoints.hpp"
#include "gateway/metrics.hpp"

namespace verbund::gateway {

task<std::optional<entrance::turn>> turn_at_the_door(core& c) {
  // A timer as the condition to wait for: cancelled when the turn has come, or will not come.
  struct waiting {
    explicit waiting(asio::io_context& context) : timer(context, steady_clock::time_point::max()) {}
    asio::steady_timer timer;
    std::optional<entrance::turn> turn;
    bool over = false;
  };
  auto wait = std::make_shared<waiting>(c.context());
  c.door().arrive([wait](std::optional<entrance::turn> t) {
    wait->turn = std::move(t);
    wait->over = true;
    wait->timer.cancel();
  });
  error_code ignored;
  while (!wait->over) co_await wait->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  co_return std::move(wait->turn);
}

refusal crowded(core& c) {
  count_reject("crowded");
  refusal r(kind::overloaded, "Too many come at once. Please come again a little later.");
  r.retry_after_ms = c.door().appointment();
  return r;
}
}  // namespace verbund::gateway
