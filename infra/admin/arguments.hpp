// The command line: options declared once, checked against that, help made from it.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/wire.hpp"

namespace verbund::admin {

/// What went wrong, as a sentence for the operator.
struct failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The command line itself is wrong.
struct usage_error : failure {
  using failure::failure;
};

struct option {
  std::string_view name;   ///< "--email"
  std::string_view value;  ///< "ADDRESS", empty for a switch
  std::string_view help;
  bool required = false;
};

/// The options of one call, all of them known.
class arguments {
 public:
  /// Throws usage_error for what is unknown, repeated, without its value or missing.
  arguments(std::span<const option> known, std::span<const std::string_view> words);

  bool has(std::string_view name) const { return values_.contains(name); }
  std::string get(std::string_view name, std::string_view otherwise = {}) const;
  /// The value as a type of the catalogue, so that its limits hold here too.
  template <class T>
  T get_as(std::string_view name, std::string_view otherwise = {}) const {
    T out{};
    if (auto fault = wire::decode(as_json(get(name, otherwise)), out)) refuse(name, fault->rule);
    return out;
  }

 private:
  static std::string as_json(const std::string& text);
  [[noreturn]] static void refuse(std::string_view name, const std::string& rule);
  std::map<std::string_view, std::string> values_;
};

/// One line an option, aligned.
std::string describe(std::span<const option>);
}  // namespace verbund::admin
