// The command line of the programs (--name value) and the stage file that infra/bench has prepared.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace verbund::bench {

/// Options by name; an unknown one, or one without value, ends the program with the usage.
class options {
 public:
  /// `known`: every option with its default; an option whose default is "!" must be given.
  options(int argc, char** argv, std::map<std::string, std::string> known);
  const std::string& text(const std::string& name) const { return values_.at(name); }
  long number(const std::string& name) const;

 private:
  std::map<std::string, std::string> values_;
};

/// Who is signed in and where she may write: lines "cookie NAME=VALUE" and "channel ID".
struct stage {
  std::vector<std::string> cookies;
  std::vector<std::string> channels;
};
stage read_stage(const std::string& path);

/// Runs `body`; an exception becomes a message and exit code 1.
int guarded(int (*body)(int, char**), int argc, char** argv);
}  // namespace verbund::bench
