// The grammar of stream lists: short enough that 200 streams fit into a request line of 8 kB.
#include "gateway/events/stream_list.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace verbund::gateway {
namespace {
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t short_id = 22;  // 16 bytes in base64 for addresses

std::string shortened(const uuid& id) {
  std::string out;
  std::uint32_t bits = 0;
  int have = 0;
  for (auto byte : id.bytes) {
    bits = bits << 8 | byte;
    for (have += 8; have >= 6; have -= 6) out += alphabet[bits >> (have - 6) & 63];
  }
  out += alphabet[bits << (6 - have) & 63];
  return out;
}

std::optional<uuid> parse_short(std::string_view text) {
  uuid id;
  std::uint32_t bits = 0;
  int have = 0;
  std::size_t at = 0;
  for (char c : text) {
    auto value = alphabet.find(c);
    if (value == alphabet.npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    have += 6;
    if (have < 8) continue;
    have -= 8;
    id.bytes[at++] = static_cast<std::uint8_t>(bits >> have);
  }
  // One spelling an id: what is left over must be nothing.
  if (bits & ((1u << have) - 1)) return std::nullopt;
  return id;
}

std::optional<std::int64_t> parse_number(std::string_view text, std::int64_t most) {
  std::int64_t value = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || end != text.data() + text.size() || text.front() == '-' || value > most)
    return std::nullopt;
  return value;
}

// Takes what stands before the separator off the front.
std::string_view next_part(std::string_view& list, char separator) {
  auto end = std::min(list.find(separator), list.size());
  auto part = list.substr(0, end);
  list.remove_prefix(std::min(end + 1, list.size()));
  return part;
}

struct placed {
  proto::stream_name stream;
  std::optional<std::int64_t> position;
};

std::optional<std::vector<placed>> parse_list(std::string_view list) {
  std::vector<placed> out;
  while (!list.empty()) {
    auto group = next_part(list, ';');
    auto kind = next_part(group, ':');
    bool is_name = !kind.empty() && kind.size() <= 20 &&
                   std::all_of(kind.begin(), kind.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!is_name || group.empty()) return std::nullopt;
    while (!group.empty()) {
      auto entry = next_part(group, ',');
      auto mark = entry.find('@');
      auto name = entry.substr(0, mark);
      auto id = name.size() == short_id ? parse_short(name) : parse_uuid(name);
      if (!id) return std::nullopt;
      placed found{{std::string(kind), *id}, {}};
      if (mark != entry.npos) {
        found.position = parse_number(entry.substr(mark + 1), proto::greatest);
        if (!found.position) return std::nullopt;
      }
      out.push_back(std::move(found));
    }
  }
  return out;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    auto high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high << 4 | low);
    i += 2;
  }
  return out;
}

refusal bad(std::string_view what, std::string pointer) {
  return refusal(kind::invalid, std::string(what), std::move(pointer));
}
constexpr std::string_view list_rule = "must be a list like channel:ID@12,ID;member:ID";

std::optional<refusal> read_parameter(std::string_view name, const std::string& value, events_query& out) {
  auto pointer = "/" + std::string(name);
  if (name == "poll") {
    auto seconds = value.empty() ? std::nullopt : parse_number(value, events_query::longest_poll);
    if (!seconds) return bad("must be from 0 to 25", pointer);
    out.poll = static_cast<std::uint32_t>(*seconds);
    return std::nullopt;
  }
  bool heads = name == "heads";
  if (!heads && name != "objects") return bad("is not known", pointer);
  auto list = parse_list(value);
  if (!list) return bad(list_rule, pointer);
  for (auto& each : *list) {
    proto::subscription wanted;
    wanted.stream = std::move(each.stream);
    wanted.level = heads ? proto::live_level::head : proto::live_level::objects;
    if (each.position) wanted.position = *each.position;
    out.wanted.streams.push_back(std::move(wanted));
  }
  return std::nullopt;
}
}  // namespace

std::string stream_list(const stream_positions& positions) {
  std::string out;
  std::string_view kind_before;
  for (const auto& [name, position] : positions) {
    auto stream = proto::parse_stream(name);
    if (!stream) continue;
    auto kind = std::string_view(name).substr(0, stream->kind.size());
    if (kind != kind_before) {
      if (!out.empty()) out += ';';
      out += kind;
      out += ':';
      kind_before = kind;
    } else {
      out += ',';
    }
    out += shortened(stream->of);
    out += '@';
    out += std::to_string(position);
  }
  return out;
}

std::optional<refusal> read_events_query(std::string_view query, std::string_view last_event_id,
                                         events_query& out) {
  std::vector<std::string_view> seen;
  while (!query.empty()) {
    auto parameter = next_part(query, '&');
    auto equals = std::min(parameter.find('='), parameter.size());
    auto name = parameter.substr(0, equals);
    auto value = percent_decoded(parameter.substr(std::min(equals + 1, parameter.size())));
    if (!value) return bad("is not well encoded", "/" + std::string(name));
    if (std::find(seen.begin(), seen.end(), name) != seen.end())
      return bad("may be given once only", "/" + std::string(name));
    seen.push_back(name);
    if (auto refused = read_parameter(name, *value, out)) return refused;
  }
  std::stable_sort(out.wanted.streams.begin(), out.wanted.streams.end(),
                   [](const auto& a, const auto& b) { return a.level < b.level; });
  auto resumed = parse_list(last_event_id);
  if (!resumed) return bad(list_rule, "/Last-Event-ID");
  for (const auto& r : *resumed)
    for (auto& w : out.wanted.streams) {
      bool beyond = r.position && (!w.position || *w.position < *r.position);
      if (!beyond || w.level != proto::live_level::objects || !(w.stream == r.stream)) continue;
      w.position = *r.position;
      out.resumed[proto::to_string(r.stream)] = *r.position;
    }
  return std::nullopt;
}
}  // namespace verbund::gateway
