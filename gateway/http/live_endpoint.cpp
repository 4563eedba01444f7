// live.subscribe and live.unsubscribe over POST /rpc: an answer for whoever opens /events with it; nothing is
// kept.
#include "gateway/core.hpp"
#include "gateway/http/endpoints.hpp"
#include "gateway/live/subscribe_call.hpp"

namespace verbund::gateway {
namespace {
constexpr std::chrono::milliseconds request_time{10000};

task<std::string> subscribe_once(core& c, std::string params, identity who, peer from) {
  subscribe_call call;
  if (auto refused = call.split(params)) throw *refused;
  auto trace = c.new_trace();
  for (auto& part : call.parts) {
    auto method = part.method();
    rpc::outgoing request{.method = method->name,
                          .member = who.member,
                          .session = who.session,
                          .address = from.address,
                          .trace = trace,
                          .params = part.params,
                          .time_left = request_time};
    std::optional<refusal> refused;
    try {
      part.result = co_await c.routes().ask(*method, request);
    } catch (const refusal& r) {
      refused = part.in_list_of_client(r);
    }
    if (refused) throw *refused;
  }
  std::string result = "{\"streams\":[]}";
  if (call.parts.empty()) co_return result;
  if (auto refused = call.merge(result)) throw *refused;
  co_return result;
}
}  // namespace

task<http_reply> answer_live(core& c, const rpc::call& call, identity who, peer from) {
  std::optional<refusal> refused;
  try {
    if (call.method == proto::methods::subscribe.info.name) {
      auto result = co_await subscribe_once(c, call.params, who, std::move(from));
      co_return json_reply(200, rpc::client_answer(call.id, "\"result\":" + result + "}"));
    }
    proto::unsubscribe ignored;
    if (auto problem = wire::decode(call.params, ignored))
      throw refusal(kind::invalid, problem->rule, problem->pointer);
    co_return json_reply(200, rpc::client_answer(call.id, "\"result\":{}}"));
  } catch (const refusal& r) {
    refused = r;
  }
  co_return json_reply(200, rpc::client_refusal(call.id, *refused));
}
}  // namespace verbund::gateway
