// Reading and writing of the constraint types.
#include "proto/types.hpp"

#include "shared/base/json_text.hpp"

namespace verbund::proto {
std::string to_string(const stream_name& s) {
  return s.kind + ":" + verbund::to_string(s.of);
}

std::optional<stream_name> parse_stream(std::string_view text) {
  auto colon = text.find(':');
  if (colon == 0 || colon == text.npos || colon > 20) return std::nullopt;
  auto kind = text.substr(0, colon);
  if (!std::all_of(kind.begin(), kind.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
    return std::nullopt;
  auto of = parse_uuid(text.substr(colon + 1));
  if (!of) return std::nullopt;
  return stream_name{std::string(kind), *of};
}
}  // namespace verbund::proto

namespace verbund::wire {
namespace {
// Strict enough to catch slips of the finger; the confirmation mail proves the rest.
bool looks_like_email(std::string_view text) {
  if (text.size() < 3 || text.size() > 254) return false;
  auto at = text.rfind('@');
  if (at == text.npos || at == 0 || at > 64 || at + 1 == text.size()) return false;
  auto plain = [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != ',' && c != ';' && c != '<' &&
           c != '>' && c != '"' && c != '\\';
  };
  if (!std::all_of(text.begin(), text.end(), plain)) return false;
  auto domain = text.substr(at + 1);
  return text.find('@') == at && domain.front() != '.' && domain.back() != '.' &&
         domain.find("..") == domain.npos;
}

bool is_plate(std::string_view text) {
  std::size_t letters = 0;
  while (!text.empty()) {
    constexpr std::string_view beyond_ascii[] = {"Ä", "Ö", "Ü", "ä", "ö", "ü"};
    auto c = text.front();
    auto umlaut = std::find_if(std::begin(beyond_ascii), std::end(beyond_ascii),
                               [&](auto u) { return text.starts_with(u); });
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
      text.remove_prefix(1);
    else if (umlaut != std::end(beyond_ascii))
      text.remove_prefix(umlaut->size());
    else
      return false;
    ++letters;
  }
  return letters >= 1 && letters <= 3;
}
}  // namespace

const type& id_type() {
  static const type t{.kind = shape::string, .format = "uuid"};
  return t;
}
bool read_id(reader& r, uuid& v) {
  std::string_view text;
  if (!read_text(r, text)) return false;
  auto parsed = parse_uuid(text);
  if (!parsed || !is_version_7(*parsed)) return fail(r, "must be a UUID of version 7");
  v = *parsed;
  return true;
}

bool read_bounded(reader& r, std::size_t least, std::size_t most, std::string& out) {
  std::string_view text;
  if (!read_text(r, text)) return false;
  auto length = code_points(text);
  if (length < least || length > most)
    return fail(r, "must have " + std::to_string(least) + " to " + std::to_string(most) +
                       " characters, has " + std::to_string(length));
  out = text;
  return true;
}

const type& codec<proto::email>::of() {
  static const type t{.kind = shape::string, .format = "email", .least = 3, .most = 254};
  return t;
}
bool codec<proto::email>::read(reader& r, proto::email& v) {
  std::string_view text;
  if (!read_text(r, text)) return false;
  if (!looks_like_email(text)) return fail(r, "must be an e-mail address");
  v = proto::email(std::string(text));
  return true;
}

const type& codec<proto::plate>::of() {
  static const type t{.kind = shape::string, .least = 1, .most = 3, .pattern = "^[A-Za-zÄÖÜäöü]{1,3}$"};
  return t;
}
bool codec<proto::plate>::read(reader& r, proto::plate& v) {
  std::string_view text;
  if (!read_text(r, text)) return false;
  if (!is_plate(text)) return fail(r, "must have one to three letters");
  v = proto::plate(std::string(text));
  return true;
}

const type& codec<timestamp>::of() {
  static const type t{.kind = shape::string, .format = "date-time"};
  return t;
}
bool codec<timestamp>::read(reader& r, timestamp& v) {
  std::string_view text;
  if (!read_text(r, text)) return false;
  auto parsed = parse_timestamp(text);
  if (!parsed) return fail(r, "must be a time like 2026-01-31T12:00:00.000Z");
  v = *parsed;
  return true;
}
void codec<timestamp>::write(std::string& out, const timestamp& v) {
  out += '"';
  out += to_string(v);
  out += '"';
}

const type& codec<proto::stream_name>::of() {
  static const type t{.kind = shape::string, .name = "stream_name", .pattern = "^[a-z]{1,20}:[0-9a-f-]{36}$"};
  return t;
}
bool codec<proto::stream_name>::read(reader& r, proto::stream_name& v) {
  std::string_view text;
  if (!read_text(r, text)) return false;
  auto parsed = proto::parse_stream(text);
  if (!parsed || !is_version_7(parsed->of)) return fail(r, "must be a stream like channel:<id>");
  v = std::move(*parsed);
  return true;
}
void codec<proto::stream_name>::write(std::string& out, const proto::stream_name& v) {
  append_json_string(out, proto::to_string(v));
}
}  // namespace verbund::wire
