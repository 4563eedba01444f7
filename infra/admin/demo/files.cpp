// Reading the files of a demo association.
#include "infra/admin/demo/files.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "infra/admin/arguments.hpp"

namespace verbund::admin::demo {
namespace {
std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw failure(path.string() + " cannot be read.");
  return {std::istreambuf_iterator<char>(file), {}};
}

template <class T>
T decoded(const std::filesystem::path& path) {
  T out{};
  if (auto fault = wire::decode(content_of(path), out, wire::members::ignore_unknown))
    throw failure(path.string() + ", " + fault->pointer + ": " + fault->rule + ".");
  return out;
}
}  // namespace

files read_files(const std::string& directory) {
  std::filesystem::path from(directory);
  files out;
  out.spaces = decoded<association>(from / "association.json");
  out.people = decoded<std::vector<person>>(from / "members.json");
  for (const auto& s : out.spaces.spaces)
    for (const auto& c : s.channels) {
      auto name = s.key + "." + c.key;
      auto path = from / "conversations" / (name + ".txt");
      // A silent channel has no file.
      if (std::filesystem::exists(path))
        out.talk.emplace(name, parse_conversation(content_of(path), path.string()));
    }
  return out;
}
}  // namespace verbund::admin::demo
