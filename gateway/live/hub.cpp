// Subscribing: the relay holds the streams, their owners answer, and what happened meanwhile follows.
#include "gateway/live/hub.hpp"

#include <algorithm>

#include "gateway/core.hpp"
#include "gateway/live/relay.hpp"
#include "gateway/metrics.hpp"

namespace verbund::gateway {
namespace {
constexpr std::chrono::milliseconds request_time{10000};

refusal too_many_streams() {
  return refusal(kind::invalid, "a session watches at most 200 streams", "/streams");
}

refusal from(const wire::violation& v) {
  return refusal(kind::invalid, v.rule, v.pointer);
}
}  // namespace

hub::hub(core& c) : core_(c), head_timer_(c.context()) {}

void hub::subscribe(session& s, const rpc::call& call) {
  auto pending = std::make_shared<pending_call>();
  pending->who = s.handle();
  pending->id = call.id;
  pending->begun = steady_clock::now();
  pending->refused = prepare(s, call, *pending);
  if (pending->refused) return s.subscribed(*pending, {});
  if (pending->wanted.streams.empty()) return finish_call(*pending);
  calls_.insert(pending);
  for (auto i : pending->streams) ++streams_.at(i).pending;
  core_.door().ask([this, pending](std::optional<entrance::turn> turn) {
    if (turn && core_.sessions().find(pending->who)) {
      pending->turn = std::move(*turn);
      return begin(pending);
    }
    // Whose connection has ended while it waited is asked for in vain.
    pending->refused.emplace(kind::overloaded, "The server has too much to do at the moment.");
    pending->refused->retry_after_ms = std::max<std::int64_t>(core_.door().wait_ms(), 1000);
    calls_.erase(pending);
    finish_call(*pending);
  });
}

void hub::begin(std::shared_ptr<pending_call> pending) {
  std::vector<std::string> unheld;
  for (auto i : pending->streams)
    if (auto& stream = streams_.at(i); !stream.held) unheld.push_back(stream.name);
  if (unheld.empty()) return ask_owners(std::move(pending));
  // The owners are asked only when no event beyond their answer can be missed any more.
  site& all = core_.shared();
  all.events->hold(core_, std::move(unheld), [this, pending](bool held) {
    if (!held) {
      pending->refused.emplace(kind::unavailable, "The server is not available at the moment.");
      pending->refused->retry_after_ms = 500;
      calls_.erase(pending);
      return finish_call(*pending);
    }
    for (auto i : pending->streams) streams_.at(i).held = true;
    ask_owners(pending);
  });
}

std::optional<refusal> hub::prepare(session& s, const rpc::call& call, pending_call& p) {
  if (auto refused = p.split(call.params)) return refused;
  std::size_t added = 0;
  std::vector<std::string> names;
  for (const auto& each : p.wanted.streams) names.push_back(proto::to_string(each.stream));
  for (const auto& name : names) {
    auto present = streams_.find(name);
    if (!present || !streams_.find(s.watching(), streams_.intern(name))) ++added;
  }
  if (s.watching().size() + added > streams_per_session) return too_many_streams();
  for (const auto& name : names) p.streams.push_back(streams_.intern(name));
  p.member = s.who().member;
  p.session = s.who().session;
  p.address = s.address();
  return std::nullopt;
}

void hub::ask_owners(std::shared_ptr<pending_call> p) {
  p->unanswered = p->parts.size();
  p->stale = false;
  auto trace = core_.new_trace();
  for (auto& part : p->parts) {
    auto method = part.method();
    rpc::outgoing request{.method = method->name,
                          .member = p->member,
                          .session = p->session,
                          .address = p->address,
                          .trace = trace,
                          .params = part.params,
                          .time_left = request_time};
    core_.routes().call(*method, request,
                        [this, p, &part](const rpc::link_reply& reply) { part_answered(p, part, reply); });
  }
}

// The call is passed by value: what holds it may be the list it is taken from.
void hub::part_answered(std::shared_ptr<pending_call> p, part& answered, const rpc::link_reply& reply) {
  if (reply.is_error()) {
    auto refused = answered.in_list_of_client(rpc::error_of(reply.rest));
    if (!p->refused) p->refused = std::move(refused);
  } else {
    answered.result = rpc::result_of(reply.rest);
  }
  if (--p->unanswered > 0) return;
  if (p->stale && !p->refused) return ask_owners(p);
  calls_.erase(p);
  finish_call(*p);
}

void hub::finish_call(pending_call& p) {
  p.turn.give_back();
  observe_request(proto::methods::subscribe.info.name,
                  std::chrono::duration<double>(steady_clock::now() - p.begun).count());
  std::string result = "{\"streams\":[]}";
  if (!p.refused && !p.wanted.streams.empty()) p.refused = p.merge(result);
  if (auto s = core_.sessions().find(p.who)) {
    // Again, because calls that were under way together have each been counted alone.
    auto added = std::count_if(p.streams.begin(), p.streams.end(),
                               [&](auto i) { return !streams_.find(s->watching(), i); });
    if (!p.refused && s->watching().size() + static_cast<std::size_t>(added) > streams_per_session)
      p.refused = too_many_streams();
    s->subscribed(p, result);
    if (!p.refused) join(*s, p);
  }
  end_pending(p.streams);
}

void hub::join(session& s, pending_call& p) {
  std::vector<stream_base> bases;
  for (std::size_t n = 0; n < p.streams.size(); ++n) {
    const auto& stands = p.standings[n];
    auto index = p.streams[n];
    auto& stream = streams_.at(index);
    bases.push_back({stream.name, stands.position, stands.number});
    if (stands.resync_required.value_or(false)) {
      // The client loads the window around its view and subscribes anew; until then nothing fits.
      streams_.remove(s.watching(), index);
      continue;
    }
    bool head = p.wanted.streams[n].level == proto::live_level::head;
    auto before = streams_.find(s.watching(), index);
    bool had_objects = before && !before->head;
    streams_.set(s, s.watching(), index, head, stands.position);
    // Who watched the objects all along has had what was relayed meanwhile.
    if (!head && !had_objects) send_recent(s, stream, stands.position);
    if (head && stream.position > stands.position) note_head(stream);
  }
  core_.shared().events->base(std::move(bases));
}

void hub::send_recent(session& s, const live_stream& stream, std::int64_t after) {
  for (const auto& changes : stream.recent) {
    if (changes->to <= after) continue;
    piece what{&changes, changes->beyond(after)};
    if (!what.bytes.empty()) s.deliver(&what, 1);
  }
}

void hub::end_pending(const std::vector<stream_index>& waited_for) {
  for (auto i : waited_for) {
    auto& stream = streams_.at(i);
    if (--stream.pending == 0) stream.recent = {};
  }
  release_if_unused(waited_for);
}

void hub::unsubscribe(session& s, const rpc::call& call) {
  proto::unsubscribe wanted;
  if (auto problem = wire::decode(call.params, wanted))
    return s.answer(rpc::client_refusal(call.id, from(*problem)));
  std::vector<stream_index> left;
  for (const auto& stream : wanted.streams) {
    auto name = proto::to_string(stream);
    if (!streams_.find(name)) continue;
    auto index = streams_.intern(name);
    if (streams_.remove(s.watching(), index)) left.push_back(index);
    for (auto& call : rechecks_)
      if (core_.sessions().find(call->who) == &s)
        for (auto& each : call->streams) each.dropped |= each.stream == index;
  }
  s.answer(rpc::client_answer(call.id, "\"result\":{}}"));
  release_if_unused(left);
}

void hub::leave(session& s) {
  std::vector<stream_index> left;
  for (const auto& w : s.watching()) left.push_back(w.stream);
  while (!s.watching().empty()) streams_.remove(s.watching(), s.watching().back().stream);
  release_if_unused(left);
}

void hub::release_if_unused(const std::vector<stream_index>& candidates) {
  std::vector<std::string> unused;
  for (auto i : candidates) {
    if (streams_.at(i).used()) continue;
    std::erase(waiting_heads_, i);
    unused.push_back(streams_.at(i).name);
    streams_.forget_if_unused(i);
  }
  if (!unused.empty()) core_.shared().events->release(core_, std::move(unused));
}
}  // namespace verbund::gateway
