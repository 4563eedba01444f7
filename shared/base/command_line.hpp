// What every server process does with its arguments.
#pragma once
#include <string_view>

#include "shared/base/settings.hpp"

namespace verbund {
/// Reads --config FILE (or VERBUND_CONFIG) and the environment. Answers --help, --version and --print-config
/// itself and ends the process; ends it with 2 and a sentence when an argument or a setting is wrong.
settings settings_from_command_line(int argc, char** argv, std::string_view purpose);
}  // namespace verbund
