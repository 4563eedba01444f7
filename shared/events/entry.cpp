// The form of a payload: "<stream> <position> <number> <type> <bytes>\n<json>\n", entry after entry.
#include "shared/events/entry.hpp"

#include <charconv>
#include <stdexcept>

namespace verbund::events {
namespace {
constexpr std::size_t longest_word = 256;

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= longest_word && text.find_first_of(" \n") == std::string_view::npos;
}

/// Cuts off what stands before `end`; false when it is not there or too far away.
bool cut(std::string_view& rest, char end, std::string_view& word) {
  auto at = rest.substr(0, longest_word + 1).find(end);
  if (at == std::string_view::npos || at == 0) return false;
  word = rest.substr(0, at);
  rest.remove_prefix(at + 1);
  return true;
}

bool cut_number(std::string_view& rest, char end, std::int64_t& n) {
  std::string_view word;
  if (!cut(rest, end, word)) return false;
  auto [stop, ec] = std::from_chars(word.data(), word.data() + word.size(), n);
  return ec == std::errc() && stop == word.data() + word.size() && n >= 0;
}
}  // namespace

unsigned channel_of(std::string_view stream) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (unsigned char c : stream) hash = (hash ^ c) * 0x100000001b3ull;
  return static_cast<unsigned>(hash % channel_count);
}

std::string channel_name(unsigned channel) {
  return "verbund:e:" + std::to_string(channel);
}

std::string wake_channel(std::string_view service) {
  return "verbund:w:" + std::string(service);
}

void append(std::string& payload, const entry& e) {
  if (!is_word(e.stream) || !is_word(e.type) || e.position < 0 || e.number < 0)
    throw std::logic_error("an event of stream \"" + e.stream + "\" and type \"" + e.type +
                           "\" cannot be published");
  payload += e.stream;
  for (auto n : {e.position, e.number}) {
    payload += ' ';
    payload += std::to_string(n);
  }
  payload += ' ';
  payload += e.type;
  payload += ' ';
  payload += std::to_string(e.json.size());
  payload += '\n';
  payload += e.json;
  payload += '\n';
}

std::optional<std::vector<entry_view>> parse(std::string_view payload) {
  std::vector<entry_view> list;
  std::string_view rest = payload;
  while (!rest.empty()) {
    entry_view e;
    std::int64_t size = 0;
    if (!cut(rest, ' ', e.stream) || !cut_number(rest, ' ', e.position) || !cut_number(rest, ' ', e.number) ||
        !cut(rest, ' ', e.type) || !cut_number(rest, '\n', size))
      return std::nullopt;
    if (!is_word(e.stream) || !is_word(e.type)) return std::nullopt;
    auto bytes = static_cast<std::uint64_t>(size);
    if (bytes >= rest.size() || rest[bytes] != '\n') return std::nullopt;
    e.json = rest.substr(0, bytes);
    rest.remove_prefix(bytes + 1);
    list.push_back(e);
  }
  return list;
}
}  // namespace verbund::events
