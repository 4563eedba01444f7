// Composing sets, running them, and running their writes one by one when a set fails.
#include "shared/rpc/write_sets.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <map>

#include "shared/base/log.hpp"
#include "shared/base/metrics.hpp"

namespace verbund::rpc {
namespace {
constexpr int tries = 4;

/// For a write whose time ran out before it was begun: nothing was stored.
refusal too_late() {
  refusal r(kind::overloaded, "The server has too much to do at the moment.");
  r.retry_after_ms = 1000;
  return r;
}

/// The writes of each kind in one set, in order.
std::map<const write_kind*, std::vector<std::size_t>> by_kind(std::size_t size, auto kind_of) {
  std::map<const write_kind*, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < size; ++i) groups[kind_of(i)].push_back(i);
  return groups;
}
}  // namespace

write_sets::write_sets(asio::io_context& context, postgres::pool& pool, events::publisher* publisher,
                       write_sets_settings s)
    : context_(context), pool_(pool), publisher_(publisher), settings_(s) {}

void write_sets::add(write w, steady_clock::time_point deadline, done then) {
  queue_.push_back({std::move(w), deadline, std::move(then)});
  pump();
}

void write_sets::pump() {
  while (running_ < settings_.at_once && !queue_.empty()) {
    auto set = compose();
    if (set.empty()) return;
    ++running_;
    asio::co_spawn(context_, run(std::move(set)), asio::detached);
  }
}

write_sets::items write_sets::compose() {
  // A stream that is in flight or was passed over must wait, or its writes would commit out of order. Two
  // kinds on one stream do not share a set either: kinds run one after another, not in order of arrival.
  std::unordered_set<uuid> closed = busy_, keys;
  std::unordered_map<uuid, const write_kind*> open;
  items set;
  auto now = steady_clock::now();
  std::vector<item> passed;
  while (!queue_.empty() && set.size() < settings_.largest) {
    item i = std::move(queue_.front());
    queue_.pop_front();
    if (i.deadline <= now) {
      i.then(outcome{{}, too_late(), {}});
      continue;
    }
    bool takes = !keys.contains(i.what.key);
    for (const auto& s : i.what.streams) {
      auto other = open.find(s);
      takes = takes && !closed.contains(s) && (other == open.end() || other->second == i.what.kind);
    }
    if (!takes) {
      closed.insert(i.what.streams.begin(), i.what.streams.end());
      passed.push_back(std::move(i));
      continue;
    }
    keys.insert(i.what.key);
    for (const auto& s : i.what.streams) open.emplace(s, i.what.kind);
    set.push_back(std::move(i));
  }
  for (auto i = passed.rbegin(); i != passed.rend(); ++i) queue_.push_front(std::move(*i));
  for (const auto& [stream, unused] : open) busy_.insert(stream);
  return set;
}

task<> write_sets::run(items set) {
  std::vector<uuid> streams;
  for (const auto& i : set) streams.insert(streams.end(), i.what.streams.begin(), i.what.streams.end());
  static auto& sizes =
      metrics::get_counter("verbund_write_sets_total", "Transactions that committed waiting writes.");
  static auto& writes = metrics::get_counter("verbund_writes_total", "Writes that went through sets.");
  sizes.add();
  writes.add(set.size());
  bool done = co_await attempt(set, set.size() == 1);
  if (!done) {
    // One bad row must not take the others with it.
    for (auto& i : set) {
      items single;
      single.push_back(std::move(i));
      co_await attempt(single, true);
    }
  }
  for (const auto& s : streams) busy_.erase(s);
  --running_;
  pump();
}

task<bool> write_sets::attempt(items& set, bool last) {
  std::optional<refusal> refused;
  for (int n = 0; n < tries && !refused; ++n) {
    auto groups = by_kind(set.size(), [&](std::size_t i) { return set[i].what.kind; });
    std::vector<uuid> locks;
    auto deadline = set.front().deadline;
    for (const auto& i : set) {
      locks.insert(locks.end(), i.what.streams.begin(), i.what.streams.end());
      deadline = std::max(deadline, i.deadline);
    }
    // Begun after its time, a statement would only cost its connection.
    if (steady_clock::now() >= deadline) {
      refused = too_late();
      break;
    }
    std::sort(locks.begin(), locks.end());
    locks.erase(std::unique(locks.begin(), locks.end()), locks.end());
    std::vector<std::vector<const void*>> rows;
    // Everything up to the one sync is one transaction: lock first, so that each statement's snapshot is
    // taken after.
    std::vector<postgres::statement> statements;
    if (!locks.empty()) statements.emplace_back(*settings_.lock_streams, postgres::values(locks));
    for (const auto& [kind, members] : groups) {
      auto& list = rows.emplace_back();
      for (auto i : members) list.push_back(set[i].what.row.get());
      statements.push_back(kind->build(list));
    }
    try {
      auto lease = co_await pool_.acquire(deadline);
      auto results = co_await lease->run(std::move(statements), deadline);
      std::vector<outcome> outcomes(set.size());
      std::size_t at = locks.empty() ? 0 : 1, group = 0;
      for (const auto& [kind, members] : groups) {
        auto part = kind->finish(results[at++], rows[group++]);
        for (std::size_t i = 0; i < members.size(); ++i) outcomes[members[i]] = std::move(part[i]);
      }
      finish(set, std::move(outcomes));
      co_return true;
    } catch (const postgres::error& e) {
      log::warning(
          "write_set_failed",
          {{"query", e.query}, {"sqlstate", e.sqlstate}, {"size", set.size()}, {"constraint", e.constraint}});
      // A lock that is held says nothing about the rows: the set is repeated as it is.
      bool locked = postgres::is_retryable(e);
      if (!e.connection_lost && !last && !locked) co_return false;
      // After a lost connection it is unknown whether it was stored: the client repeats with the same id.
      bool worth_trying = locked || e.sqlstate == "23505";
      if (e.connection_lost || n + 1 == tries || !worth_trying) refused = postgres::to_refusal(e);
    } catch (const refusal& r) {
      refused = r;
    } catch (const std::exception& e) {
      log::error("write_set_defect", {{"problem", e.what()}});
      refused = refusal(kind::internal, "Something went wrong on the server. It has been recorded.");
    }
  }
  for (auto& i : set) i.then(outcome{{}, refused, {}});
  co_return true;
}

void write_sets::finish(items& set, std::vector<outcome> outcomes) {
  std::vector<events::entry> all;
  for (auto& o : outcomes)
    for (auto& e : o.events) all.push_back(std::move(e));
  // Of one stream the events leave in order of position, whatever order the statement answered in.
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.stream != b.stream ? a.stream < b.stream : a.position < b.position;
  });
  if (publisher_ && !all.empty()) publisher_->publish(all);
  bool told = std::any_of(outcomes.begin(), outcomes.end(), [](const outcome& o) { return o.told_outbox; });
  if (publisher_ && told) publisher_->wake(settings_.outbox);
  for (std::size_t i = 0; i < set.size(); ++i) set[i].then(std::move(outcomes[i]));
}
}  // namespace verbund::rpc
