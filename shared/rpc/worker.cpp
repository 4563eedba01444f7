// Dispatching requests to handlers; the one place where exceptions become answers.
#include "shared/rpc/worker.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "proto/catalogue.hpp"
#include "shared/base/log.hpp"
#include "shared/base/metrics.hpp"

namespace verbund::rpc {
namespace {
constexpr std::size_t longest_result = 1 << 20;

/// Turns whatever ended a request into the refusal its caller sees.
refusal refusal_of(const std::exception_ptr& problem, const request& rq) {
  try {
    std::rethrow_exception(problem);
  } catch (const refusal& r) {
    return r;
  } catch (const postgres::error& e) {
    log::warning("statement_failed", {{"method", rq.method->name},
                                      {"trace", rq.trace},
                                      {"query", e.query},
                                      {"sqlstate", e.sqlstate},
                                      {"problem", e.message}});
    return postgres::to_refusal(e);
  } catch (const std::exception& e) {
    log::error("defect", {{"method", rq.method->name}, {"trace", rq.trace}, {"problem", e.what()}});
    return refusal(kind::internal,
                   "Something went wrong on the server. It has been recorded as " + rq.trace + ".");
  }
}
}  // namespace

worker::worker(asio::io_context& context, std::vector<std::unique_ptr<service>> services,
               std::size_t outstanding)
    : context_(context), services_(std::move(services)), outstanding_(outstanding) {
  for (const auto& m : proto::all_methods())
    for (auto& s : services_)
      if (s->table().find_answering(m.name) || s->table().find_writing(m.name))
        owners_.emplace(m.name,
                        owner{s.get(), &metrics::get_histogram("verbund_request_seconds",
                                                               "Time from a request's arrival to its answer.",
                                                               "method=\"" + std::string(m.name) + "\"")});
}

std::string worker::not_ready() const {
  for (const auto& s : services_)
    if (auto why = s->not_ready(); !why.empty()) return std::string(s->name()) + ": " + why;
  return {};
}

void worker::handle(std::string_view line, reply answer) {
  static auto& dropped = metrics::get_counter("verbund_requests_expired_total",
                                              "Requests dropped because nobody waited any more.");
  static auto& shed = metrics::get_counter("verbund_requests_overloaded_total",
                                           "Requests refused because too many were in work.");
  link_request in;
  if (!parse_request(line, in)) {
    log::error("bad_envelope", {{"bytes", line.size()}});
    return;
  }
  if (in.ms_left <= 0) return dropped.add();
  auto now = steady_clock::now();
  auto j = std::make_shared<job>();
  j->id = in.id;
  j->answer = std::move(answer);
  j->start = now;
  j->rq.method = proto::find_method(in.method);
  j->rq.member = in.member.value_or(uuid{});
  j->rq.session = in.session.value_or(uuid{});
  j->rq.address = std::move(in.address);
  j->rq.trace = std::move(in.trace);
  j->rq.deadline = now + std::chrono::milliseconds(in.ms_left);
  if (j->rq.method && j->rq.method->transport == proto::transport::http_only)
    j->rq.cookie_to_set = std::make_shared<std::optional<cookie>>();
  ++in_work_;
  auto known = owners_.find(in.method);
  if (known == owners_.end()) {
    refusal r(kind::not_found, "This server does not know the method \"" + std::string(in.method) + "\".");
    r.code = -32601;
    return fail(j, r);
  }
  if (ending_) {
    refusal r(kind::unavailable, "A part of the server is restarting. Please try again.");
    r.retry_after_ms = 500;
    return fail(j, r);
  }
  j->took = known->second.took;
  if (in_work_ > outstanding_) {
    shed.add();
    refusal r(kind::overloaded, "The server has too much to do at the moment.");
    r.retry_after_ms = 1000;
    return fail(j, r);
  }
  if (j->rq.method->access == proto::access::member && (j->rq.member.is_nil() || j->rq.session.is_nil()))
    return fail(j, refusal(kind::unauthenticated, "Please sign in."));
  const auto& table = known->second.who->table();
  if (auto* answering = table.find_answering(in.method))
    return begin_answer(j, *answering, std::string(in.params));
  begin_write(j, *known->second.who, *table.find_writing(in.method), in.params);
}

void worker::begin_answer(job_ptr j, const handlers::answering& handler, std::string params) {
  asio::co_spawn(context_, handler(j->rq, std::move(params)),
                 [this, j](std::exception_ptr problem, std::string result) {
                   if (problem) return fail(j, refusal_of(problem, j->rq));
                   succeed(j, result);
                 });
}

void worker::begin_write(job_ptr j, service& owner, const handlers::writing& handler,
                         std::string_view params) {
  try {
    auto checked = handler(j->rq, params);
    std::string key = to_string(j->rq.session) + checked.order;
    auto& line = order_[key];
    line.push_back({std::move(j), &owner, std::move(checked.prepare), std::move(checked.perform)});
    if (line.size() == 1) next_write(std::move(key));
  } catch (...) {
    fail(j, refusal_of(std::current_exception(), j->rq));
  }
}

void worker::next_write(std::string key) {
  auto& line = order_[key];
  if (line.empty()) {
    order_.erase(key);
    return;
  }
  auto first = line.front();
  asio::co_spawn(context_, prepare_write(std::move(key), std::move(first)), asio::detached);
}

void worker::add_to_set(const turn& t, write w) {
  auto j = t.work;
  t.owner->sets()->add(std::move(w), j->rq.deadline, [this, j](outcome o) {
    if (o.refused) return fail(j, *o.refused);
    succeed(j, o.result);
  });
}

task<> worker::prepare_write(std::string key, turn t) {
  std::exception_ptr problem;
  try {
    if (t.perform)
      succeed(t.work, co_await t.perform());
    else
      add_to_set(t, co_await t.prepare());
  } catch (...) {
    problem = std::current_exception();
  }
  if (problem) fail(t.work, refusal_of(problem, t.work->rq));
  order_[key].pop_front();
  next_write(std::move(key));
}

void worker::succeed(const job_ptr& j, std::string_view result) {
  // Every answer is bounded where it is made; one that is not must not break the link for all the others.
  if (result.size() > longest_result) {
    log::error("answer_too_large", {{"method", j->rq.method->name}, {"bytes", result.size()}});
    return fail(j, refusal(kind::internal, "The answer is too large."));
  }
  std::string line;
  append_result(line, j->id, result, j->rq.cookie_to_set ? *j->rq.cookie_to_set : std::nullopt);
  finish(j, std::move(line));
}

void worker::fail(const job_ptr& j, refusal r) {
  std::string line;
  append_failure(line, j->id, r);
  if (j->rq.method)
    metrics::get_counter("verbund_refusals_total", "Requests refused, by kind.",
                         "kind=\"" + std::string(name_of(r.why)) + "\"")
        .add();
  finish(j, std::move(line));
}

void worker::finish(const job_ptr& j, std::string line) {
  --in_work_;
  if (j->took) j->took->observe(std::chrono::duration<double>(steady_clock::now() - j->start).count());
  std::exchange(j->answer, {})(std::move(line));
}
}  // namespace verbund::rpc
