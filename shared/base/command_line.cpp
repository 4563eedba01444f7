// Arguments of the server processes.
#include "shared/base/command_line.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "shared/base/version.hpp"

namespace verbund {
namespace {
void print_help(const char* name, std::string_view purpose) {
  std::printf(
      "%s\n\nUsage: %s [--config FILE] [--print-config] [--version]\n\n"
      "  --config FILE   the machine's settings (TOML); else the file named by VERBUND_CONFIG\n"
      "  --print-config  print the settings in force, with those of the environment, and end\n",
      std::string(purpose).c_str(), name);
}
}  // namespace

settings settings_from_command_line(int argc, char** argv, std::string_view purpose) {
  const char* named = std::getenv("VERBUND_CONFIG");
  std::string path = named ? named : "";
  bool print = false;
  try {
    for (int i = 1; i < argc; ++i) {
      std::string_view argument = argv[i];
      if (argument == "--help") {
        print_help(argv[0], purpose);
        std::exit(0);
      } else if (argument == "--version") {
        std::puts(version);
        std::exit(0);
      } else if (argument == "--print-config") {
        print = true;
      } else if (argument == "--config" && i + 1 < argc) {
        path = argv[++i];
      } else {
        throw std::runtime_error("unknown argument " + std::string(argument) + "; --help lists them");
      }
    }
    auto s = load_settings(path, verbund_environment());
    if (!print) return s;
    std::fputs(to_toml(s).c_str(), stdout);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
    std::exit(2);
  }
  std::exit(0);
}
}  // namespace verbund
