// One libpq connection on Asio in pipeline mode: one run is one round trip.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/async/task.hpp"
#include "shared/postgres/error.hpp"
#include "shared/postgres/result.hpp"
#include "shared/postgres/statement.hpp"

struct pg_conn;

namespace verbund::postgres {

/// Not safe for threads: lives on one io_context with one thread. One run at a time.
class connection {
 public:
  explicit connection(asio::io_context&);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  /// Connects; throws postgres::error. Hosts are socket directories or numeric addresses, because libpq
  /// resolves names while everything waits.
  task<> connect(std::string conninfo, steady_clock::time_point deadline);

  /// Sends all statements and one sync: outside of begin … commit they are one transaction. Answers with one
  /// result per statement, or throws postgres::error of the first that failed, after which nothing beyond it
  /// was run. At the deadline the connection is dropped. Also throws, marking the connection broken, when it
  /// is lost.
  task<std::vector<result>> run(std::vector<statement> statements, steady_clock::time_point deadline);

  task<> begin(steady_clock::time_point deadline);
  task<> commit(steady_clock::time_point deadline);
  task<> rollback(steady_clock::time_point deadline);
  /// True from begin until commit or rollback was answered, also while it is failed.
  bool in_transaction() const;

  /// True when the state of the connection is unknown or the server is gone: to be discarded.
  bool broken() const { return broken_; }
  /// Asks the socket whether the server has hung up meanwhile; one cheap system call.
  bool alive();
  void close();

 private:
  struct expectation;
  struct watch;
  void refresh_socket();
  void send(const statement&, std::vector<expectation>&);
  task<> wait(bool write);
  task<> flush();
  task<std::vector<result>> collect(std::vector<expectation>);
  void start_deadline(steady_clock::time_point);
  [[noreturn]] void lost(std::string_view query);

  asio::posix::stream_descriptor socket_;
  asio::steady_timer timer_;
  std::shared_ptr<watch> watch_;  ///< what the timer's handler may still look at when the connection is gone
  pg_conn* handle_ = nullptr;
  bool broken_ = false;
  bool running_ = false;
  std::unordered_map<std::string_view, std::vector<oid>> prepared_;
};
}  // namespace verbund::postgres
