// Reading error results.
#include "shared/postgres/libpq_error.hpp"

namespace verbund::postgres {
error make_error(std::string message, std::string_view query, std::string sqlstate) {
  error e;
  while (message.ends_with('\n')) message.pop_back();
  e.message = std::move(message);
  e.query = query;
  e.sqlstate = std::move(sqlstate);
  e.text = (e.query.empty() ? "postgres" : e.query) + (e.sqlstate.empty() ? "" : " [" + e.sqlstate + "]") +
           ": " + e.message;
  return e;
}

std::string field_of(const PGresult* r, int code) {
  const char* text = PQresultErrorField(r, code);
  return text ? text : "";
}

/// The server ends the connection after this.
bool is_farewell(const PGresult* r) {
  auto severity = field_of(r, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity == "FATAL" || severity == "PANIC";
}

error from_result(const PGresult* r, std::string_view query) {
  std::string message = field_of(r, PG_DIAG_MESSAGE_PRIMARY);
  auto e =
      make_error(message.empty() ? PQresultErrorMessage(r) : message, query, field_of(r, PG_DIAG_SQLSTATE));
  e.constraint = field_of(r, PG_DIAG_CONSTRAINT_NAME);
  // libpq's own errors have no SQLSTATE: they are about the connection.
  e.connection_lost = is_farewell(r) || e.sqlstate.empty();
  return e;
}
}  // namespace verbund::postgres
