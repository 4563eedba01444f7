// Structured logs over spdlog, which stays hidden here because its headers are heavy.
#include "shared/base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "shared/base/json_text.hpp"

namespace verbund::log {
namespace {
std::string process_name = "verbund";

spdlog::logger& logger() {
  static auto instance = [] {
    auto l = spdlog::stderr_logger_mt("verbund");
    l->set_pattern("{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",\"level\":\"%l\",%v}",
                   spdlog::pattern_time_type::utc);
    l->flush_on(spdlog::level::info);
    return l;
  }();
  return *instance;
}

void write(spdlog::level::level_enum level, std::string_view event, fields list) {
  if (!logger().should_log(level)) return;
  std::string line = "\"process\":";
  append_json_string(line, process_name);
  line += ",\"event\":";
  append_json_string(line, event);
  for (const auto& f : list) {
    line += ',';
    append_json_string(line, f.name);
    line += ':';
    if (f.bare)
      line += f.text;
    else
      append_json_string(line, f.text);
  }
  logger().log(level, "{}", line);
}
}  // namespace

void start(std::string_view process, std::string_view level) {
  process_name = process;
  logger().set_level(spdlog::level::from_str(std::string(level)));
}
void debug(std::string_view event, fields f) {
  write(spdlog::level::debug, event, f);
}
void info(std::string_view event, fields f) {
  write(spdlog::level::info, event, f);
}
void warning(std::string_view event, fields f) {
  write(spdlog::level::warn, event, f);
}
void error(std::string_view event, fields f) {
  write(spdlog::level::err, event, f);
}
}  // namespace verbund::log
