// Reading the command line.
#include "infra/admin/arguments.hpp"

#include <algorithm>

#include "shared/base/json_text.hpp"

namespace verbund::admin {

arguments::arguments(std::span<const option> known, std::span<const std::string_view> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto found =
        std::find_if(known.begin(), known.end(), [&](const option& o) { return o.name == words[i]; });
    if (found == known.end()) throw usage_error("\"" + std::string(words[i]) + "\" is not known here.");
    if (has(found->name)) throw usage_error(std::string(found->name) + " is given twice.");
    std::string value;
    if (!found->value.empty()) {
      if (++i == words.size())
        throw usage_error(std::string(found->name) + " needs a value: " + std::string(found->value) + ".");
      value = words[i];
    }
    values_.emplace(found->name, std::move(value));
  }
  for (const auto& o : known)
    if (o.required && !has(o.name)) throw usage_error(std::string(o.name) + " is missing.");
}

std::string arguments::get(std::string_view name, std::string_view otherwise) const {
  auto found = values_.find(name);
  return found == values_.end() ? std::string(otherwise) : found->second;
}

std::string arguments::as_json(const std::string& text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

void arguments::refuse(std::string_view name, const std::string& rule) {
  throw usage_error(std::string(name) + " " + rule + ".");
}

std::string describe(std::span<const option> options) {
  std::size_t width = 0;
  for (const auto& o : options) width = std::max(width, o.name.size() + 1 + o.value.size());
  std::string out;
  for (const auto& o : options) {
    auto left = std::string(o.name) + " " + std::string(o.value);
    left.resize(width + 2, ' ');
    out += "  " + left + std::string(o.help) + (o.required ? " (required)" : "") + "\n";
  }
  return out;
}
}  // namespace verbund::admin
