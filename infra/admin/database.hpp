// The owner's connection for a tool that does one thing after another: asynchronous inside, blocking outside.
#pragma once
#include <boost/asio/io_context.hpp>
#include <string>
#include <vector>

#include "shared/postgres/connection.hpp"
#include "shared/postgres/rows.hpp"

namespace verbund::admin {

class database {
 public:
  /// Connects; throws failure with a sentence when that is not possible.
  explicit database(const std::string& conninfo);

  postgres::result run(const postgres::query&, std::vector<postgres::value> values = {});
  template <class Row>
  std::vector<Row> rows(const postgres::query& q, std::vector<postgres::value> values = {}) {
    auto r = run(q, std::move(values));
    return postgres::rows<Row>(r);
  }
  template <class Row>
  std::optional<Row> maybe(const postgres::query& q, std::vector<postgres::value> values = {}) {
    auto r = run(q, std::move(values));
    return postgres::maybe_row<Row>(r);
  }

 private:
  friend class transaction;
  asio::io_context io_;
  postgres::connection connection_;
};

/// Everything run while it lives is stored by commit(), or not at all.
class transaction {
 public:
  explicit transaction(database&);
  ~transaction();
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;
  void commit();

 private:
  database& database_;
  bool open_ = true;
};
}  // namespace verbund::admin
