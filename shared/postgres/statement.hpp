// One step of a run: a named query with its parameters, or a command of transaction control.
#pragma once
#include <string>
#include <vector>

#include "shared/postgres/query.hpp"
#include "shared/postgres/value.hpp"

namespace verbund::postgres {

/// A named query is prepared once per connection; raw SQL (without parameters, one command) is not.
struct statement {
  /// The query must live as long as the process, as embedded ones do.
  statement(const query& q, std::vector<value> values = {})
      : name(q.name), text(q.text), values(std::move(values)) {}
  /// One command without parameters, such as `set local lock_timeout = '250ms'`. Both texts must be
  /// constants.
  static statement raw(const char* name, const char* text) { return statement(name, text); }

  const char* name;
  const char* text;
  std::vector<value> values;
  bool prepared = true;

 private:
  statement(const char* name, const char* text) : name(name), text(text), prepared(false) {}
};

inline statement begin() {
  return statement::raw("begin", "begin");
}
inline statement commit() {
  return statement::raw("commit", "commit");
}
inline statement rollback() {
  return statement::raw("rollback", "rollback");
}
}  // namespace verbund::postgres
