// From PostgreSQL's failures to what a member is told.
#include "shared/postgres/error.hpp"

namespace verbund::postgres {
namespace {
refusal later(std::string message, std::int64_t ms) {
  refusal r(kind::unavailable, std::move(message));
  r.retry_after_ms = ms;
  return r;
}
}  // namespace

bool is_retryable(const error& e) {
  return e.sqlstate == "40001" || e.sqlstate == "40P01" || e.sqlstate == "55P03";
}

refusal to_refusal(const error& e) {
  if (e.connection_lost || e.sqlstate.starts_with("08") || e.sqlstate.starts_with("57P"))
    return later("the database is away for a moment", 1000);
  if (e.sqlstate == "55P03" || e.sqlstate == "57014") return later("the database was busy", 250);
  if (is_retryable(e)) return later("two changes met", 50);
  if (e.sqlstate.starts_with("53")) return later("the database is at its limit", 1000);
  if (e.sqlstate == "25006") return later("the database takes no changes for a moment", 1000);
  if (e.sqlstate == "22021" || e.sqlstate == "22P05")
    return refusal(kind::invalid, "text must be valid UTF-8 without U+0000");
  return refusal(kind::internal, "something went wrong here");
}
}  // namespace verbund::postgres
