// Reading the command line and the stage file.
#include "tests/bench/lib/options.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>

namespace verbund::bench {

options::options(int argc, char** argv, std::map<std::string, std::string> known)
    : values_(std::move(known)) {
  auto usage = [&](const std::string& why) {
    std::string text = why + "; options:";
    for (const auto& [name, value] : values_) text += " --" + name + (value == "!" ? "" : "=" + value);
    throw std::runtime_error(text);
  };
  for (int i = 1; i < argc; i += 2) {
    std::string name = argv[i];
    if (!name.starts_with("--") || !values_.contains(name.substr(2))) usage("unknown option " + name);
    if (i + 1 == argc) usage(name + " needs a value");
    values_[name.substr(2)] = argv[i + 1];
  }
  for (const auto& [name, value] : values_)
    if (value == "!") usage("--" + name + " is missing");
}

long options::number(const std::string& name) const {
  std::size_t used = 0;
  auto value = std::stol(text(name), &used);
  if (used != text(name).size()) throw std::runtime_error("--" + name + " must be a whole number");
  return value;
}

stage read_stage(const std::string& path) {
  std::ifstream file(path);
  stage found;
  for (std::string kind, value; file >> kind >> value;)
    (kind == "cookie" ? found.cookies : found.channels).push_back(value);
  if (found.cookies.empty() || found.channels.empty())
    throw std::runtime_error("no cookies or channels in " + path);
  return found;
}

int guarded(int (*body)(int, char**), int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return body(argc, argv);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
    return 1;
  }
}
}  // namespace verbund::bench
