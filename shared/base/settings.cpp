// Reading settings from TOML and the environment, driven by the description of the structs.
#include "shared/base/settings.hpp"

#include <toml++/toml.h>
#include <boost/mp11.hpp>
#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace verbund {
namespace {
using strings = std::vector<std::string>;

template <class T>
using members_of = boost::describe::describe_members<T, boost::describe::mod_public>;

[[noreturn]] void refuse(const std::string& where, const std::string& rule) {
  throw std::runtime_error("setting " + where + " " + rule);
}

void assign(std::string& to, const toml::node& from, const std::string& where) {
  auto v = from.value_exact<std::string>();
  if (!v) refuse(where, "must be a text in quotes");
  to = *v;
}
void assign(std::int64_t& to, const toml::node& from, const std::string& where) {
  auto v = from.value_exact<std::int64_t>();
  if (!v || *v < 0) refuse(where, "must be a whole number, 0 or more");
  to = *v;
}
void assign(bool& to, const toml::node& from, const std::string& where) {
  auto v = from.value_exact<bool>();
  if (!v) refuse(where, "must be true or false");
  to = *v;
}
void assign(strings& to, const toml::node& from, const std::string& where) {
  const auto* array = from.as_array();
  if (!array) refuse(where, "must be a list of texts");
  to.clear();
  for (const auto& e : *array) assign(to.emplace_back(), e, where);
}

void parse(std::string& to, const std::string& from, const std::string&) {
  to = from;
}
void parse(std::int64_t& to, const std::string& from, const std::string& where) {
  auto end = from.data() + from.size();
  auto r = std::from_chars(from.data(), end, to);
  if (r.ec != std::errc() || r.ptr != end || to < 0) refuse(where, "must be a whole number, 0 or more");
}
void parse(bool& to, const std::string& from, const std::string& where) {
  if (from != "true" && from != "false") refuse(where, "must be true or false");
  to = from == "true";
}
void parse(strings& to, const std::string& from, const std::string&) {
  to.clear();
  std::istringstream in(from);
  for (std::string part; std::getline(in, part, ',');) to.push_back(part);
}

toml::array as_toml(const strings& list) {
  toml::array out;
  for (const auto& s : list) out.push_back(s);
  return out;
}
template <class T>
const T& as_toml(const T& value) {
  return value;
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return text;
}

/// Calls visit(section name, key name, reference to the value) for every setting there is.
template <class S, class Visit>
void each(S& s, Visit visit) {
  boost::mp11::mp_for_each<members_of<settings>>([&](auto section) {
    auto& part = s.*section.pointer;
    using section_type = std::remove_cvref_t<decltype(part)>;
    boost::mp11::mp_for_each<members_of<section_type>>(
        [&](auto key) { visit(std::string(section.name), std::string(key.name), part.*key.pointer); });
  });
}

void read_file(settings& s, const std::string& path) {
  toml::table file;
  if (!std::ifstream(path)) throw std::runtime_error(path + " cannot be read");
  try {
    file = toml::parse_file(path);
  } catch (const toml::parse_error& e) {
    std::ostringstream where;
    where << e.source().begin;
    throw std::runtime_error(path + ": " + std::string(e.description()) + " (" + where.str() + ")");
  }
  each(s, [&](const std::string& section, const std::string& key, auto& value) {
    auto* table = file[section].as_table();
    if (!table) return;
    auto* node = table->get(key);
    if (!node) return;
    assign(value, *node, section + "." + key + " in " + path);
    table->erase(key);
  });
  for (const auto& [section, node] : file) {
    const auto* table = node.as_table();
    if (!table || std::string_view(section.str()).empty())
      refuse(std::string(section.str()) + " in " + path, "is not known");
    for (const auto& [key, unused] : *table)
      refuse(std::string(section.str()) + "." + std::string(key.str()) + " in " + path, "is not known");
    bool known = false;
    auto named = section.str();
    each(s, [&](const std::string& name, const std::string&, auto&) { known = known || name == named; });
    if (!known) refuse("[" + std::string(section.str()) + "] in " + path, "is not known");
  }
}
}  // namespace

settings load_settings(const std::string& path, const std::map<std::string, std::string>& environment) {
  settings s;
  if (!path.empty()) read_file(s, path);
  auto left = environment;
  left.erase("VERBUND_CONFIG");
  each(s, [&](const std::string& section, const std::string& key, auto& value) {
    auto name = "VERBUND_" + upper(section) + "_" + upper(key);
    auto found = left.find(name);
    if (found == left.end()) return;
    parse(value, found->second, name);
    left.erase(found);
  });
  // Names of the test suite are not settings.
  std::erase_if(left, [](const auto& e) { return e.first.starts_with("VERBUND_TEST_"); });
  if (!left.empty()) refuse(left.begin()->first, "is not known");
  return s;
}

std::map<std::string, std::string> verbund_environment() {
  std::map<std::string, std::string> out;
  for (char** e = environ; *e; ++e) {
    std::string_view line = *e;
    auto equal = line.find('=');
    if (line.starts_with("VERBUND_") && equal != line.npos)
      out.emplace(line.substr(0, equal), line.substr(equal + 1));
  }
  return out;
}

std::string to_toml(const settings& s) {
  toml::table out;
  each(s, [&](const std::string& section, const std::string& key, const auto& value) {
    if (!out.contains(section)) out.insert(section, toml::table{});
    out[section].as_table()->insert(key, as_toml(value));
  });
  std::ostringstream text;
  text << out << "\n";
  return text.str();
}
}  // namespace verbund
