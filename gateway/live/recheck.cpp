// Asking again: the streams are taken from the session at once, and come back with what happened meanwhile
// when their owners say that they may.
#include "gateway/live/recheck.hpp"

#include <algorithm>
#include <map>

#include "gateway/core.hpp"
#include "gateway/live/hub.hpp"

namespace verbund::gateway {
namespace {
constexpr std::chrono::milliseconds request_time{5000};
}

void hub::doubt(const std::unordered_set<uuid>& members, bool all) {
  auto concerned = [&](const uuid& member) { return all || members.contains(member); };
  for (auto& call : calls_) call->stale |= concerned(call->member);
  for (auto& call : rechecks_) call->stale |= concerned(call->whose.member);
  core_.sessions().for_each([&](session& s) {
    if (s.is_open() && concerned(s.who().member)) suspend(s);
  });
}

void hub::doubt(const std::string& name) {
  auto stream = streams_.find(name);
  if (!stream) return;
  auto index = streams_.intern(name);
  for (auto& call : calls_)
    call->stale |= std::find(call->streams.begin(), call->streams.end(), index) != call->streams.end();
  for (auto& call : rechecks_)
    for (const auto& each : call->streams) call->stale |= each.stream == index;
  // Each one that is asked about leaves these lists.
  std::vector<session*> watchers;
  for (const auto* list : {&stream->objects, &stream->heads})
    for (const auto& each : *list) watchers.push_back(each.session);
  for (auto s : watchers)
    if (s->is_open()) suspend(*s);
}

void hub::suspend(session& s) {
  if (s.watching().empty()) return;
  auto call = std::make_shared<recheck>();
  call->who = s.handle();
  call->whose = s.who();
  call->address = s.address();
  while (!s.watching().empty()) {
    auto own = s.watching().back();
    auto& stream = streams_.at(own.stream);
    auto after = std::max(streams_.after(own), own.head ? std::int64_t{0} : stream.position);
    call->streams.push_back({own.stream, after, own.head});
    ++stream.pending;
    streams_.remove(s.watching(), own.stream);
  }
  rechecks_.insert(call);
  ask_again(call);
}

void hub::ask_again(const std::shared_ptr<recheck>& call) {
  call->stale = false;
  std::map<std::string_view, proto::watchable> by_owner;
  for (auto& s : call->streams) {
    s.allowed = false;
    auto name = *proto::parse_stream(streams_.at(s.stream).name);
    by_owner[proto::stream_owner(name.kind)].streams.push_back(std::move(name));
  }
  call->unanswered = by_owner.size();
  auto trace = core_.new_trace();
  for (const auto& [owner, question] : by_owner) {
    auto method = proto::find_method(std::string(owner) + ".live_watchable");
    auto params = wire::encoded(question);
    rpc::outgoing request{.method = method->name,
                          .member = call->whose.member,
                          .session = call->whose.session,
                          .address = call->address,
                          .trace = trace,
                          .params = params,
                          .time_left = request_time};
    core_.routes().call(*method, request, [this, call](const rpc::link_reply& reply) {
      proto::watchable found;
      if (reply.is_error() || wire::decode(rpc::result_of(reply.rest), found, wire::members::ignore_unknown))
        call->failed = true;
      for (const auto& name : found.streams) {
        auto text = proto::to_string(name);
        for (auto& s : call->streams) s.allowed |= streams_.at(s.stream).name == text;
      }
      if (--call->unanswered > 0) return;
      if (call->stale && !call->failed) return ask_again(call);
      finish(*call);
      rechecks_.erase(call);
    });
  }
}

void hub::finish(recheck& call) {
  std::vector<stream_index> all;
  for (const auto& s : call.streams) all.push_back(s.stream);
  if (auto s = core_.sessions().find(call.who); s && s->is_open()) {
    // Whoever could not be asked about comes back, and is asked about then.
    if (call.failed)
      s->close(close_restart, "Come back and resume.");
    else
      give_back(*s, call);
  }
  end_pending(all);
}

void hub::give_back(session& s, const recheck& call) {
  proto::closed taken;
  for (const auto& each : call.streams) {
    // Subscribed anew meanwhile, it was asked about then.
    if (each.dropped || streams_.find(s.watching(), each.stream)) continue;
    auto& stream = streams_.at(each.stream);
    if (!each.allowed) {
      taken.streams.push_back(*proto::parse_stream(stream.name));
      continue;
    }
    streams_.set(s, s.watching(), each.stream, each.head, each.after);
    if (!each.head)
      send_recent(s, stream, each.after);
    else if (stream.position > each.after)
      note_head(stream);
  }
  if (taken.streams.empty()) return;
  s.answer("{\"jsonrpc\":\"2.0\",\"method\":\"live.closed\",\"params\":" + wire::encoded(taken) + "}");
}
}  // namespace verbund::gateway
