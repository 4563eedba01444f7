// The long poll and what follows from its answers.
#include "gateway/live/revocations.hpp"

#include "gateway/core.hpp"
#include "gateway/metrics.hpp"
#include "shared/base/log.hpp"

namespace verbund::gateway {
using namespace std::chrono_literals;
namespace {
constexpr std::chrono::milliseconds request_time{3000};
}

revocations::revocations(site& s, core& home) : site_(s), home_(home), pause_(home.context()) {}

void revocations::start(std::function<void()> again) {
  again_ = std::move(again);
  ask();
}

void revocations::stop() {
  stopped_ = true;
  pause_.cancel();
}

bool revocations::current() const {
  return answered_ != steady_clock::time_point{} && steady_clock::now() - answered_ < patience;
}

void revocations::ask() {
  proto::access_since question{after_};
  auto params = wire::encoded(question);
  auto trace = home_.new_trace();
  const auto& method = proto::methods::access_since.info;
  rpc::outgoing request{.method = method.name, .trace = trace, .params = params, .time_left = request_time};
  home_.routes().call(method, request, [this](const rpc::link_reply& reply) {
    if (!stopped_) on_reply(reply);
  });
}

void revocations::ask_later() {
  pause_.expires_after(200ms);
  pause_.async_wait([this](error_code ec) {
    if (!ec && !stopped_) ask();
  });
}

void revocations::on_reply(const rpc::link_reply& reply) {
  // What is said once too often is harmless; that it was not said for a while must be known.
  if (was_current_ && !current()) {
    was_current_ = false;
    log::warning("revocations_unknown", {{"consequence", "no events are relayed until members answers"}});
  }
  if (reply.is_error()) return ask_later();
  proto::revocations found;
  if (wire::decode(rpc::result_of(reply.rest), found, wire::members::ignore_unknown)) {
    log::error("access_since", {{"problem", "unreadable answer"}});
    return ask_later();
  }
  apply(found);
  answered_ = steady_clock::now();
  if (!std::exchange(was_current_, true)) again_();
  ask();
}

void revocations::apply(const proto::revocations& found) {
  bool unknown = !after_ || found.lost;
  after_ = found.position;
  if (!unknown && found.entries.empty()) return;
  measure().revocations.add(found.entries.size());
  auto entries = std::make_shared<const std::vector<proto::revocation>>(found.entries);
  for (auto& c : site_.cores) {
    auto work = [core = c.get(), entries, unknown] {
      if (unknown)
        core->take_anything_away();
      else
        core->take_away(*entries);
    };
    // At once here, posted elsewhere: on every core it stands before whatever is relayed after it.
    if (c.get() == &home_)
      work();
    else
      asio::post(c->context(), work);
  }
}
}  // namespace verbund::gateway
