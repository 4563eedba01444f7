// What can go wrong with a statement, and what a member is told about it.
#pragma once
#include <exception>
#include <string>

#include "shared/base/error.hpp"

namespace verbund::postgres {

/// A statement failed, or the connection did.
struct error : std::exception {
  std::string sqlstate;          ///< five characters, empty when the server did not say
  std::string message;           ///< the server's or libpq's words; for logs, never for members
  std::string query;             ///< name of the statement, empty when none is to blame
  std::string constraint;        ///< name of the violated constraint
  bool connection_lost = false;  ///< the connection is gone (also when we dropped it at the deadline)
  bool outcome_unknown = false;  ///< what would have committed was sent and never answered
  const char* what() const noexcept override { return text.c_str(); }
  std::string text;  ///< all of the above in one line
};

/// What a member is told; holds no SQL, no names of tables, no values. Repeating helps when retry_after_ms is
/// set.
refusal to_refusal(const error&);
/// Serialization failure, deadlock or a lock waited for too long: rolled back in favour of others, nothing
/// was stored, and it may simply be run again.
bool is_retryable(const error&);
}  // namespace verbund::postgres
