// A fixed number of connections, lent one run or one transaction at a time, first come first served.
#pragma once
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/async/task.hpp"
#include "shared/base/error.hpp"
#include "shared/postgres/connection.hpp"
#include "shared/postgres/query.hpp"
#include "shared/postgres/rows.hpp"

namespace verbund::postgres {

struct pool_settings {
  std::string conninfo;
  std::size_t size = 6;
  std::size_t waiting = 1024;  ///< at most; beyond: overloaded
  std::chrono::milliseconds connect_timeout{3000};
  /// Given to the server for each connection; a run's own deadline is mostly nearer.
  std::chrono::milliseconds statement_timeout{10000};
  std::string name = "main";  ///< label of the gauges
};

struct pool_state;

/// A connection on loan; goes back when the lease ends. A broken one is replaced, an open transaction rolled
/// back.
class lease {
 public:
  lease(std::shared_ptr<pool_state>, std::unique_ptr<connection>);
  ~lease();
  lease(lease&&) noexcept = default;
  lease& operator=(lease&&) = delete;
  connection* operator->() const { return connection_.get(); }
  connection& operator*() const { return *connection_; }

 private:
  std::shared_ptr<pool_state> state_;
  std::unique_ptr<connection> connection_;
};

/// Lives on one io_context with one thread; no locks. Connects by itself, again with jittered back-off.
class pool {
 public:
  pool(asio::io_context&, pool_settings);
  ~pool();
  pool(const pool&) = delete;
  pool& operator=(const pool&) = delete;

  /// Waits for a free connection. Throws refusal: overloaded when too many wait or the deadline passes,
  /// unavailable when the server cannot be reached.
  task<lease> acquire(steady_clock::time_point deadline);

  /// One statement in its own transaction, run again a few times while others hold what it needs.
  /// Throws refusal as acquire does, and postgres::error.
  task<result> query(const postgres::query&, std::vector<value> values, steady_clock::time_point deadline);

  template <class Row>
  task<std::vector<Row>> rows(const postgres::query& q, std::vector<value> values,
                              steady_clock::time_point deadline) {
    result r = co_await query(q, std::move(values), deadline);
    co_return postgres::rows<Row>(r);
  }
  /// The first row, if any.
  template <class Row>
  task<std::optional<Row>> maybe(const postgres::query& q, std::vector<value> values,
                                 steady_clock::time_point deadline) {
    result r = co_await query(q, std::move(values), deadline);
    co_return postgres::maybe_row<Row>(r);
  }

  /// True when at least one connection is open.
  bool ready() const;
  std::size_t open() const;
  std::size_t idle() const;
  std::size_t waiting() const;
  /// Closes what is idle, refuses who waits; leases close their connections when they end.
  void close();

 private:
  std::shared_ptr<pool_state> state_;
};
}  // namespace verbund::postgres
