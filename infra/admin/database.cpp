// Running coroutines of the PostgreSQL library to their end, one by one.
#include "infra/admin/database.hpp"

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <optional>

#include "infra/admin/arguments.hpp"

namespace verbund::admin {
namespace {
steady_clock::time_point patience() {
  return steady_clock::now() + std::chrono::seconds(60);
}

void finish(asio::io_context& io, task<> work) {
  std::exception_ptr problem;
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr e) { problem = e; });
  io.restart();
  io.run();
  if (problem) std::rethrow_exception(problem);
}

task<> collect(postgres::connection& c, std::vector<postgres::statement> one,
               std::optional<postgres::result>& into) {
  auto results = co_await c.run(std::move(one), patience());
  into = std::move(results.front());
}
}  // namespace

database::database(const std::string& conninfo) : io_(1), connection_(io_) {
  try {
    finish(io_, connection_.connect(conninfo, patience()));
  } catch (const postgres::error& e) {
    throw failure("PostgreSQL cannot be reached: " + e.message);
  }
}

postgres::result database::run(const postgres::query& q, std::vector<postgres::value> values) {
  std::vector<postgres::statement> one;
  one.emplace_back(q, std::move(values));
  std::optional<postgres::result> out;
  finish(io_, collect(connection_, std::move(one), out));
  return std::move(*out);
}

transaction::transaction(database& d) : database_(d) {
  finish(database_.io_, database_.connection_.begin(patience()));
}

transaction::~transaction() {
  // Closing rolls back, also when the connection is in no state to be asked.
  if (open_) database_.connection_.close();
}

void transaction::commit() {
  finish(database_.io_, database_.connection_.commit(patience()));
  open_ = false;
}
}  // namespace verbund::admin
