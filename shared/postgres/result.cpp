// Reading libpq's results.
#include "shared/postgres/result.hpp"

#include <libpq-fe.h>

#include <charconv>

namespace verbund::postgres {
void result::release::operator()(pg_result* r) const {
  PQclear(r);
}

std::size_t result::size() const {
  return static_cast<std::size_t>(PQntuples(handle_.get()));
}
std::size_t result::columns() const {
  return static_cast<std::size_t>(PQnfields(handle_.get()));
}
std::string_view result::column_name(std::size_t column) const {
  const char* name = PQfname(handle_.get(), static_cast<int>(column));
  return name ? name : "";
}
oid result::column_type(std::size_t column) const {
  return PQftype(handle_.get(), static_cast<int>(column));
}

std::string_view result::field(std::size_t row, std::size_t column) const {
  int r = static_cast<int>(row), c = static_cast<int>(column);
  if (PQgetisnull(handle_.get(), r, c)) return {};
  return {PQgetvalue(handle_.get(), r, c), static_cast<std::size_t>(PQgetlength(handle_.get(), r, c))};
}

std::int64_t result::affected() const {
  std::string_view text = PQcmdTuples(handle_.get());
  std::int64_t n = 0;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}
}  // namespace verbund::postgres
