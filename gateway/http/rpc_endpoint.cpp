// POST /rpc: one JSON-RPC call over HTTP, and the session cookie that some of them set.
#include "gateway/core.hpp"
#include "gateway/http/endpoints.hpp"
#include "gateway/metrics.hpp"

namespace verbund::gateway {
namespace {
constexpr std::chrono::milliseconds request_time{10000};

http_reply too_many(std::int64_t wait_ms) {
  count_reject("rate");
  refusal r(kind::too_many, "Too many requests. Please wait a moment.");
  r.retry_after_ms = wait_ms;
  return fault_reply(429, r);
}

http_reply answer_refusal(const rpc::call& call, const refusal& r) {
  return json_reply(200, rpc::client_refusal(call.id, r));
}

// What a page asks when its line is gone or its WebSocket is not let in: after a cut thousands at once. Answered past the
// door it would also tell the page that there is no crowd, and so that something on the way blocks WebSockets.
bool comes_in_herds(const proto::method_info& method) {
  return method.name == proto::methods::current.info.name || method.name == proto::methods::subscribe.info.name;
}

std::optional<refusal> refuse_method(const proto::method_info* method) {
  if (!method || method->access == proto::access::gateway) {
    refusal r(kind::not_found, "This method does not exist.");
    r.code = -32601;
    return r;
  }
  return std::nullopt;
}

// The reply as it came on the link; views do not survive the callback.
struct service_answer {
  std::string rest;
  std::string cookie_token;
  std::optional<std::int64_t> cookie_max_age;
};

task<service_answer> call_service(core& c, const proto::method_info& method, rpc::outgoing request) {
  auto executor = co_await asio::this_coro::executor;
  // A timer as the condition to wait for: cancelled by the answer, which comes exactly once.
  struct waiting {
    explicit waiting(const asio::any_io_executor& e) : timer(e, steady_clock::time_point::max()) {}
    asio::steady_timer timer;
    std::optional<service_answer> answer;
  };
  auto wait = std::make_shared<waiting>(executor);
  c.routes().call(method, request, [wait](const rpc::link_reply& reply) {
    wait->answer = service_answer{std::string(reply.rest), reply.cookie_token, reply.cookie_max_age};
    wait->timer.cancel();
  });
  error_code ignored;
  while (!wait->answer) co_await wait->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  co_return std::move(*wait->answer);
}
}  // namespace

task<http_reply> answer_rpc(core& c, const http_request& r, peer from) {
  auto& site = c.shared();
  credentials shown;
  if (auto fault = read_credentials(r, site.public_origins, shown)) co_return std::move(*fault);

  rpc::call call;
  auto refused = rpc::parse_call(r.body(), call);
  auto method = refused ? nullptr : proto::find_method(call.method);
  if (!refused) refused = refuse_method(method);
  // What is answered without looking at the credentials is paid for by the address, whatever is shown.
  if (refused || !shown.present() || method->access == proto::access::anyone)
    if (auto wait = site.anonymous.take(from.group, steady_clock::now())) co_return too_many(wait);
  if (refused) co_return answer_refusal(call, *refused);

  auto origin = header_of(r, http::field::origin);
  auto begun = steady_clock::now();
  std::optional<identity> who;
  std::optional<entrance::turn> turn;
  if (method->access != proto::access::anyone) {
    if (!shown.present())
      co_return answer_refusal(call, refusal(kind::unauthenticated, "Please sign in first."));
    if (comes_in_herds(*method) && !(turn = co_await turn_at_the_door(c)))
      co_return answer_refusal(call, crowded(c));
    // A page that is left open marks what it shows as read all by itself, and comes back by itself.
    bool by_itself = method->name == proto::methods::mark_read.info.name || method->service == "gateway";
    auto found = co_await authenticate(c, shown, from, by_itself ? sign_of_life::no : sign_of_life::yes);
    if (auto refused = std::get_if<refusal>(&found)) {
      if (refused->why == kind::too_many) co_return fault_reply(429, *refused);
      auto reply = answer_refusal(call, *refused);
      if (refused->why == kind::unauthenticated && !shown.bearer)
        reply.header("Set-Cookie", set_cookie(origin, {}, 0));
      co_return reply;
    }
    who = std::get<identity>(found);
    if (auto wait = site.signed_in.take(to_string(who->session), begun)) co_return too_many(wait);
    if (auto beyond = beyond_scope(*who, *method)) co_return answer_refusal(call, *beyond);
  }

  if (method->service == "gateway") {
    auto reply = co_await answer_live(c, call, *who, from);
    observe_request(method->name, std::chrono::duration<double>(steady_clock::now() - begun).count());
    co_return reply;
  }
  auto trace = c.new_trace();
  rpc::outgoing request{.method = method->name,
                        .address = from.address,
                        .trace = trace,
                        .params = call.params,
                        .time_left = request_time};
  if (who) {
    request.member = who->member;
    request.session = who->session;
  }
  auto answer = co_await call_service(c, *method, request);
  observe_request(method->name, std::chrono::duration<double>(steady_clock::now() - begun).count());
  auto reply = json_reply(200, rpc::client_answer(call.id, answer.rest));
  if (answer.cookie_max_age)
    reply.header("Set-Cookie", set_cookie(origin, answer.cookie_token, *answer.cookie_max_age));
  co_return reply;
}
}  // namespace verbund::gateway
