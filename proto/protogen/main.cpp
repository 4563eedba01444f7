// verbund-protogen: writes everything that is derived from the catalogue, or checks that it is up to date.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

#include "proto/protogen/output.hpp"

using namespace verbund;

namespace {
std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

int check(const protogen::files& made) {
  int stale = 0;
  for (const auto& [path, text] : made) {
    if (content_of(path) == text) continue;
    std::printf("stale: %s (run verbund-protogen and commit what it writes)\n", path.c_str());
    ++stale;
  }
  for (const auto& file : std::filesystem::directory_iterator("proto/samples")) {
    auto path = file.path().generic_string();
    if (path.ends_with(".json") && !made.contains(path)) {
      std::printf("left over: %s (no longer in the catalogue)\n", path.c_str());
      ++stale;
    }
  }
  std::printf("%zu generated files, %d stale\n", made.size(), stale);
  return stale == 0 ? 0 : 1;
}
}  // namespace

int main(int argc, char** argv) {
  bool checking = argc == 2 && std::string_view(argv[1]) == "--check";
  if (argc != 1 && !checking) {
    std::puts(
        "verbund-protogen [--check]: in the project's folder, writes or checks what is derived from "
        "proto/*.hpp");
    return 2;
  }
  protogen::files made;
  protogen::write_openrpc(made);
  protogen::write_typescript(made);
  protogen::write_markdown(made);
  protogen::write_samples(made);
  if (checking) return check(made);
  for (const auto& [path, text] : made) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    if (content_of(path) != text) std::ofstream(path, std::ios::binary) << text;
  }
  std::printf("%zu files written\n", made.size());
}
