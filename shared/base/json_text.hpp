// Writing JSON strings: the one escape function.
#pragma once
#include <string>
#include <string_view>

namespace verbund {
/// Appends `text` as a JSON string with its quotes. Valid UTF-8 passes unchanged; only what JSON demands is
/// escaped.
void append_json_string(std::string& out, std::string_view text);
}  // namespace verbund
