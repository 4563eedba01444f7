// Named SQL: what CMake embeds from sql/*.sql and migrations/*.sql.
#pragma once
#include <string_view>

namespace verbund::postgres {

/// One statement. The name ("chat.send_message") is also the prepared statement's name, the metric label and
/// the log tag.
struct query {
  const char* name;
  const char* text;
};

/// One forward-only schema change; its text is hashed and must never change once applied.
struct migration {
  std::string_view service;
  std::string_view name;
  std::string_view text;
};
}  // namespace verbund::postgres
