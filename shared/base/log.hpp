// Structured logs: one JSON line an event on standard error. Never message text, tokens or full addresses.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace verbund::log {

/// One named value of a log line.
struct field {
  field(std::string_view name, std::string_view value) : name(name), text(value) {}
  field(std::string_view name, const char* value) : name(name), text(value) {}
  field(std::string_view name, const std::string& value) : name(name), text(value) {}
  template <class N>
  requires std::is_arithmetic_v<N> field(std::string_view name, N value)
      : name(name), text(std::to_string(value)), bare(true) {}
  std::string_view name;
  std::string text;
  bool bare = false;  ///< written without quotes
};
using fields = std::initializer_list<field>;

/// Names the process in each line ("gateway", "service") and sets the least level: debug, info, warning,
/// error.
void start(std::string_view process, std::string_view level);
void debug(std::string_view event, fields = {});
void info(std::string_view event, fields = {});
void warning(std::string_view event, fields = {});
void error(std::string_view event, fields = {});
}  // namespace verbund::log
