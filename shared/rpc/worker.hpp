// The service's end of requests: reads envelopes, runs handlers, keeps the order of writes, answers.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/base/metrics.hpp"
#include "shared/rpc/service.hpp"

namespace verbund::rpc {

class worker {
 public:
  using reply = std::function<void(std::string line)>;

  /// `outstanding`: requests in work; one more is answered `overloaded` at once.
  worker(asio::io_context&, std::vector<std::unique_ptr<service>> services, std::size_t outstanding);
  /// Takes one line. `answer` is called at most once, with a whole line; a request nobody waits for gets
  /// none.
  void handle(std::string_view line, reply answer);
  std::size_t in_work() const { return in_work_; }
  /// From now on every new request is refused as unavailable: this process ends, another will answer.
  void refuse_new() { ending_ = true; }
  std::string not_ready() const;

 private:
  struct job {
    std::uint64_t id;
    reply answer;
    request rq;
    steady_clock::time_point start;
    metrics::histogram* took = nullptr;  ///< of its method; null when nobody here knows the method
  };
  using job_ptr = std::shared_ptr<job>;
  struct turn {
    job_ptr work;
    service* owner;
    std::function<task<write>()> prepare;        ///< for a set …
    std::function<task<std::string>()> perform;  ///< … or by itself
  };

  void begin_answer(job_ptr, const handlers::answering&, std::string params);
  void begin_write(job_ptr, service&, const handlers::writing&, std::string_view params);
  void next_write(std::string key);
  task<> prepare_write(std::string key, turn);
  void add_to_set(const turn&, write);
  void succeed(const job_ptr&, std::string_view result);
  void fail(const job_ptr&, refusal);
  void finish(const job_ptr&, std::string line);

  asio::io_context& context_;
  std::vector<std::unique_ptr<service>> services_;
  struct owner {
    service* who;
    metrics::histogram* took;  ///< looked up once: the look-up costs as much as reading an envelope
  };
  std::unordered_map<std::string_view, owner> owners_;  ///< by method
  /// Writes of one session and order value, the first of them being prepared or performed.
  std::unordered_map<std::string, std::deque<turn>> order_;
  std::size_t outstanding_;
  std::size_t in_work_ = 0;
  bool ending_ = false;
};
}  // namespace verbund::rpc
