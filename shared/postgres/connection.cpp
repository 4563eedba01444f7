// Driving libpq by Asio: connecting, sending a pipeline, collecting its answers.
#include "shared/postgres/connection.hpp"

#include <libpq-fe.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/redirect_error.hpp>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "shared/base/log.hpp"
#include "shared/postgres/libpq_error.hpp"
#include "shared/postgres/statistics.hpp"

namespace verbund::postgres {

/// One answer of a pipeline to come.
struct connection::expectation {
  const char* name;
  bool preparing;
};

/// Outlives the connection in the timer's handler.
struct connection::watch {
  connection* owner;
  std::uint64_t run = 0;  ///< a cancelled timer may still call with success, but then for an older run
  bool expired = false;
};

namespace {
constexpr auto await_tuple = asio::as_tuple(asio::use_awaitable);

/// Whether losing the connection during this run leaves open whether something was committed.
bool may_commit(const std::vector<statement>& statements, bool open) {
  bool commits = false;
  for (const auto& s : statements) {
    std::string_view text = s.prepared ? "" : s.text;
    if (text == "begin")
      open = true;
    else if (text == "commit")
      open = false, commits = true;
    else if (!open)
      commits = true;
  }
  return commits;
}
}  // namespace

connection::connection(asio::io_context& io)
    : socket_(io), timer_(io), watch_(std::make_shared<watch>(watch{this})) {}

connection::~connection() {
  watch_->owner = nullptr;
  close();
}

void connection::close() {
  broken_ = true;
  if (socket_.is_open()) socket_.release();  // libpq owns and closes the descriptor
  if (handle_) PQfinish(std::exchange(handle_, nullptr));
}

void connection::lost(std::string_view query) {
  auto e = make_error(watch_->expired ? "no answer before the deadline"
                      : handle_       ? PQerrorMessage(handle_)
                                      : "closed",
                      query);
  e.connection_lost = true;
  throw e;
}

void connection::start_deadline(steady_clock::time_point deadline) {
  watch_->expired = false;
  timer_.expires_at(deadline);
  timer_.async_wait([w = watch_, run = ++watch_->run](error_code ec) {
    if (ec || w->run != run || !w->owner) return;
    w->expired = true;
    if (w->owner->socket_.is_open()) w->owner->socket_.cancel();
  });
}

task<> connection::wait(bool write) {
  if (watch_->expired || !socket_.is_open()) lost({});
  auto kind = write ? asio::posix::stream_descriptor::wait_write : asio::posix::stream_descriptor::wait_read;
  auto [ec] = co_await socket_.async_wait(kind, await_tuple);
  if (ec || watch_->expired) lost({});
}

void connection::refresh_socket() {
  // libpq may have closed the old socket and been given the same number again: always register anew.
  int fd = PQsocket(handle_);
  error_code ec;
  if (fd >= 0) socket_.assign(fd, ec);
  if (ec) throw make_error(ec.message(), {});
}

task<> connection::connect(std::string conninfo, steady_clock::time_point deadline) {
  const char* keys[] = {"dbname", "client_encoding", "fallback_application_name", nullptr};
  const char* texts[] = {conninfo.c_str(), "UTF8", "verbund", nullptr};
  handle_ = PQconnectStartParams(keys, texts, 1);
  start_deadline(deadline);
  auto state = PGRES_POLLING_WRITING;
  while (handle_ && PQstatus(handle_) != CONNECTION_BAD && state != PGRES_POLLING_OK &&
         state != PGRES_POLLING_FAILED) {
    refresh_socket();
    co_await wait(state == PGRES_POLLING_WRITING);
    socket_.release();
    state = PQconnectPoll(handle_);
  }
  ++watch_->run;
  timer_.cancel();
  if (state != PGRES_POLLING_OK || PQsetnonblocking(handle_, 1) != 0 || !PQenterPipelineMode(handle_)) {
    broken_ = true;
    lost({});
  }
  PQsetNoticeReceiver(
      handle_,
      [](void* self, const PGresult* notice) {
        // The farewell of a server that shuts down arrives as a notice when no run waits for an answer.
        if (is_farewell(notice)) static_cast<connection*>(self)->broken_ = true;
        log::debug("postgres_notice", {{"text", field_of(notice, PG_DIAG_MESSAGE_PRIMARY)}});
      },
      this);
  refresh_socket();
}

void connection::send(const statement& s, std::vector<expectation>& expected) {
  if (!s.prepared) {
    if (!PQsendQueryParams(handle_, s.text, 0, nullptr, nullptr, nullptr, nullptr, 1)) lost(s.name);
    expected.push_back({s.name, false});
    return;
  }
  std::vector<oid> types;
  std::vector<const char*> data;
  std::vector<int> lengths, formats(s.values.size(), 1);
  for (const auto& v : s.values) {
    types.push_back(v.type());
    data.push_back(v.is_null() ? nullptr : v.data().data());
    lengths.push_back(static_cast<int>(v.data().size()));
  }
  auto count = static_cast<int>(s.values.size());
  auto known = prepared_.find(s.name);
  if (known == prepared_.end()) {
    if (!PQsendPrepare(handle_, s.name, s.text, count, types.data())) lost(s.name);
    expected.push_back({s.name, true});
    prepared_.emplace(s.name, std::move(types));
  } else if (known->second != types) {
    throw std::logic_error("parameters of " + std::string(s.name) + " have other types than before");
  }
  if (!PQsendQueryPrepared(handle_, s.name, count, data.data(), lengths.data(), formats.data(), 1))
    lost(s.name);
  expected.push_back({s.name, false});
}

task<> connection::flush() {
  // Reading while writing: a server that blocks on its own output takes no more input.
  for (;;) {
    int left = PQflush(handle_);
    if (left < 0) lost({});
    if (left == 0) co_return;
    if (watch_->expired) lost({});
    using descriptor = asio::posix::stream_descriptor;
    co_await asio::experimental::make_parallel_group(
        socket_.async_wait(descriptor::wait_read, asio::deferred),
        socket_.async_wait(descriptor::wait_write, asio::deferred))
        .async_wait(asio::experimental::wait_for_one(), await_tuple);
    if (watch_->expired || !PQconsumeInput(handle_)) lost({});
  }
}

task<std::vector<result>> connection::collect(std::vector<expectation> expected) {
  auto start = steady_clock::now();
  std::vector<result> results;
  std::optional<error> failure;
  std::size_t i = 0;
  for (;;) {
    while (PQisBusy(handle_)) {
      co_await wait(false);
      if (!PQconsumeInput(handle_)) lost(i < expected.size() ? expected[i].name : "");
    }
    PGresult* raw = PQgetResult(handle_);
    if (!raw) {  // separates two answers; it does not mean the end
      // One more than statements: what fails at the end of the transaction is the answer to the sync.
      if (++i > expected.size() + 1 || PQstatus(handle_) == CONNECTION_BAD) lost({});
      continue;
    }
    const expectation at = i < expected.size() ? expected[i] : expectation{"", false};
    result r(raw, at.name);
    auto status = PQresultStatus(raw);
    if (status == PGRES_PIPELINE_SYNC) break;
    bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (at.preparing && !done) prepared_.erase(at.name);  // failed or aborted: the server does not have it
    if (done && !at.preparing) {
      record(at.name, std::chrono::duration<double>(steady_clock::now() - start).count());
      // A failed transaction answers "commit" with success and the word ROLLBACK.
      if (!failure && std::strcmp(at.name, "commit") == 0 && std::strcmp(PQcmdStatus(raw), "ROLLBACK") == 0)
        failure = make_error("the transaction had failed and was rolled back", "commit", "25P02");
      results.push_back(std::move(r));
    } else if (status == PGRES_FATAL_ERROR && !failure) {
      failure = from_result(raw, at.name);
      if (failure->connection_lost) throw *failure;
    } else if (!done && status != PGRES_PIPELINE_ABORTED && status != PGRES_FATAL_ERROR) {
      throw std::logic_error(std::string(at.name) + " is a statement that a pipeline cannot carry");
    }
  }
  if (failure) throw *failure;
  co_return results;
}

task<std::vector<result>> connection::run(std::vector<statement> statements,
                                          steady_clock::time_point deadline) {
  if (broken_ || !handle_) lost({});
  if (std::exchange(running_, true)) throw std::logic_error("two runs at once on one connection");
  // Whatever way this ends other than with a sync, the state of the protocol is unknown.
  struct guard {
    connection& c;
    bool synced = false;
    ~guard() {
      c.running_ = false;
      ++c.watch_->run;
      c.timer_.cancel();
      if (!synced) c.broken_ = true;
    }
  } g{*this};
  bool unknown = may_commit(statements, in_transaction());
  try {
    std::vector<expectation> expected;
    expected.reserve(statements.size() + 4);
    start_deadline(deadline);
    for (const auto& s : statements) send(s, expected);
    if (!PQpipelineSync(handle_)) lost({});
    co_await flush();
    auto results = co_await collect(std::move(expected));
    g.synced = true;
    co_return results;
  } catch (error& e) {
    // An error with a SQLSTATE is the server's word that this transaction did not happen, unless it was about
    // commit.
    e.outcome_unknown =
        e.connection_lost && unknown && (e.sqlstate.empty() || e.query == "commit" || e.query.empty());
    g.synced = !e.connection_lost;
    // The schema has changed under a prepared statement, or somebody dropped it: a new connection prepares
    // anew.
    if (e.sqlstate == "26000" || (e.sqlstate == "0A000" && e.message.starts_with("cached plan")))
      broken_ = true;
    throw;
  }
}

task<> connection::begin(steady_clock::time_point deadline) {
  std::vector<statement> one;
  one.push_back(postgres::begin());
  co_await run(std::move(one), deadline);
}
task<> connection::commit(steady_clock::time_point deadline) {
  std::vector<statement> one;
  one.push_back(postgres::commit());
  co_await run(std::move(one), deadline);
}
task<> connection::rollback(steady_clock::time_point deadline) {
  std::vector<statement> one;
  one.push_back(postgres::rollback());
  co_await run(std::move(one), deadline);
}

bool connection::in_transaction() const {
  return handle_ && PQtransactionStatus(handle_) != PQTRANS_IDLE;
}

bool connection::alive() {
  if (broken_ || !handle_) return false;
  char byte;
  auto n = ::recv(PQsocket(handle_), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return true;
  // A notice, a farewell or a hangup: have it parsed.
  if (n <= 0 || !PQconsumeInput(handle_) || PQisBusy(handle_) || PQstatus(handle_) == CONNECTION_BAD)
    broken_ = true;
  return !broken_;
}
}  // namespace verbund::postgres
