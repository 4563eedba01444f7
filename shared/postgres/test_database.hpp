// An empty database for one test, on the server that VERBUND_TEST_POSTGRES names or on one started here.
#pragma once
#include <libpq-fe.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "shared/async/test_server.hpp"
#include "shared/base/id.hpp"

namespace verbund::postgres {

/// Plain blocking SQL for setting up and looking behind the scenes.
class test_connection {
 public:
  explicit test_connection(const std::string& conninfo) : handle_(PQconnectdb(conninfo.c_str())) {
    PQsetNoticeProcessor(
        handle_, [](void*, const char*) {}, nullptr);
  }
  ~test_connection() { PQfinish(handle_); }
  test_connection(const test_connection&) = delete;
  test_connection& operator=(const test_connection&) = delete;

  bool works() const { return PQstatus(handle_) == CONNECTION_OK; }
  /// The first field of the first row as text, empty when there is none.
  std::string execute(const std::string& sql) {
    std::unique_ptr<PGresult, decltype(&PQclear)> r(PQexec(handle_, sql.c_str()), &PQclear);
    auto status = PQresultStatus(r.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
      throw std::runtime_error(std::string("test SQL: ") + PQerrorMessage(handle_));
    return PQntuples(r.get()) && PQnfields(r.get()) ? PQgetvalue(r.get(), 0, 0) : "";
  }

 private:
  PGconn* handle_;
};

/// Connection settings of a database in which other databases may be made (key = value form).
inline const std::string& test_maintenance() {
  static const std::string conninfo = [] {
    if (const char* given = std::getenv("VERBUND_TEST_POSTGRES"); given && *given) return std::string(given);
    std::string user = as_ordinary_user();
    static test_server server(
        (user.empty() ? "" : "chown " + user.substr(11, user.find(" --") - 11) + " $dir\n") +
        "bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)\ncd /\n" + user +
        "$bin/initdb -D $dir/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync "
        ">$dir/log 2>&1\n" +
        user +
        "$bin/pg_ctl -D $dir/data -l $dir/server.log -w -o \"-k $dir -c listen_addresses= -c fsync=off "
        "-c max_connections=200 -c shared_buffers=32MB\" start >/dev/null 2>&1\n"
        "server=$(head -n 1 $dir/data/postmaster.pid)");
    std::string here = "host=" + server.directory() + " user=postgres dbname=postgres";
    for (int i = 0; i < 400; ++i) {
      if (test_connection(here).works()) return here;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return std::string();  // remembered, so that not every test waits again
  }();
  if (conninfo.empty()) throw std::runtime_error("the test server of PostgreSQL did not start");
  return conninfo;
}

/// A database of its own, dropped at the end.
class test_database {
 public:
  test_database() : maintenance_(test_maintenance()) {
    maintenance_.execute("create database " + name_ + " template template0 encoding 'UTF8'");
    inside_ = std::make_unique<test_connection>(conninfo_);
  }
  ~test_database() {
    inside_.reset();
    try {
      maintenance_.execute("drop database if exists " + name_ + " with (force)");
    } catch (const std::exception&) {  // the server may be gone by the test's own doing
    }
  }

  const std::string& conninfo() const { return conninfo_; }
  const std::string& name() const { return name_; }
  /// SQL in this database, as its owner.
  std::string execute(const std::string& sql) { return inside_->execute(sql); }
  /// Ends every other session of this database and waits until they are gone; how many there were.
  int terminate_others() {
    const std::string others =
        " from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
    int count = std::stoi(inside_->execute("select count(pg_terminate_backend(pid))" + others));
    while (inside_->execute("select count(*)" + others) != "0")
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return count;
  }

 private:
  static std::string random_name() {
    std::string text = "verbund_test_" + to_string(new_uuid());
    for (auto& c : text)
      if (c == '-') c = '_';
    return text;
  }
  std::string name_ = random_name();
  std::string conninfo_ = test_maintenance() + " dbname=" + name_;
  test_connection maintenance_;
  std::unique_ptr<test_connection> inside_;
};
}  // namespace verbund::postgres
