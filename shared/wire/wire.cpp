// The only place that includes simdjson: leaf reading, the object loop, and number writing.
#include "shared/wire/wire.hpp"

#include <simdjson.h>

#include <charconv>
#include <cmath>

#include "shared/base/json_text.hpp"

namespace verbund::wire {
namespace {
constexpr std::size_t deepest = 64;
constexpr std::size_t longest = 1 << 20;
constexpr std::int64_t exact = (std::int64_t{1} << 53) - 1;

void prepend(std::string& pointer, std::string_view part) {
  std::string escaped = "/";
  for (char c : part) {
    if (c == '~')
      escaped += "~0";
    else if (c == '/')
      escaped += "~1";
    else
      escaped += c;
  }
  pointer.insert(0, escaped);
}
}  // namespace

class reader {
 public:
  simdjson::dom::element at;
  members rule;
  violation* fault;
};

bool fail(reader& r, std::string rule) {
  r.fault->rule = std::move(rule);
  return false;
}

bool read_text(reader& r, std::string_view& out) {
  if (r.at.get_string().get(out)) return fail(r, "must be a string");
  // PostgreSQL cannot store it, and no keyboard writes it.
  if (out.find('\0') != out.npos) return fail(r, "must not contain U+0000");
  return true;
}

bool read_integer(reader& r, std::int64_t least, std::int64_t most, std::int64_t& out) {
  if (r.at.get_int64().get(out) || out < least || out > most)
    return fail(r, "must be an integer from " + std::to_string(least) + " to " + std::to_string(most));
  return true;
}

bool read_boolean(reader& r, bool& out) {
  return !r.at.get_bool().get(out) || fail(r, "must be true or false");
}
bool read_number(reader& r, double& out) {
  return !r.at.get_double().get(out) || fail(r, "must be a number");
}
bool is_null(reader& r) {
  return r.at.is_null();
}

bool read_elements(reader& r, std::size_t least, std::size_t most, void* list, bool (*push)(reader&, void*)) {
  simdjson::dom::array array;
  if (r.at.get_array().get(array)) return fail(r, "must be an array");
  auto count = array.size();
  if (count < least) return fail(r, "must have at least " + std::to_string(least) + " elements");
  if (most != 0 && count > most) return fail(r, "must have at most " + std::to_string(most) + " elements");
  std::size_t i = 0;
  for (auto element : array) {
    reader e{element, r.rule, r.fault};
    if (!push(e, list)) return prepend(r.fault->pointer, std::to_string(i)), false;
    ++i;
  }
  return true;
}

bool read_fields(reader& r, void* object, std::span<const field> fields) {
  simdjson::dom::object members_there;
  if (r.at.get_object().get(members_there)) return fail(r, "must be an object");
  std::uint64_t seen = 0;
  for (auto [key, value] : members_there) {
    std::size_t i = 0;
    while (i < fields.size() && fields[i].name != key) ++i;
    if (i == fields.size()) {
      if (r.rule == members::ignore_unknown) continue;
      prepend(r.fault->pointer, key);
      return fail(r, "is not a member of this object");
    }
    if (seen >> i & 1) return prepend(r.fault->pointer, key), fail(r, "is given twice");
    seen |= std::uint64_t{1} << i;
    reader member{value, r.rule, r.fault};
    if (!fields[i].read(member, object)) return prepend(r.fault->pointer, key), false;
  }
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (!(seen >> i & 1) && !fields[i].optional && !fields[i].nullable)
      return prepend(r.fault->pointer, fields[i].name), fail(r, "is missing");
  return true;
}

void read_raw(reader& r, std::string& out) {
  out = simdjson::minify(r.at);
}

void write_fields(std::string& out, const void* object, std::span<const field> fields) {
  out += '{';
  for (const auto& f : fields) {
    auto before = out.size();
    if (out.back() != '{' || before == 0) out += ',';
    out += '"';
    out += f.name;
    out += "\":";
    if (!f.write(out, object)) out.resize(before);
  }
  out += '}';
}

void write_integer(std::string& out, std::int64_t v) {
  char text[24];
  auto end = std::to_chars(text, text + sizeof text, v);
  out.append(text, end.ptr);
}

void write_number(std::string& out, double v) {
  if (!std::isfinite(v)) {
    out += "null";
    return;
  }
  char text[40];
  auto end = std::to_chars(text, text + sizeof text, v);
  out.append(text, end.ptr);
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string one_of(std::span<const std::string_view> names) {
  std::string out;
  for (auto n : names) {
    if (!out.empty()) out += ", ";
    out += n;
  }
  return out;
}

std::optional<violation> parse(std::string_view json, members rule, void* object,
                               bool (*read)(reader&, void*)) {
  thread_local simdjson::dom::parser parser;
  thread_local bool ready = parser.allocate(longest, deepest) == simdjson::SUCCESS;
  violation fault;
  if (!ready || json.size() > longest) return violation{"", "is longer than 1 MiB", true};
  simdjson::dom::element root;
  if (auto error = parser.parse(json.data(), json.size()).get(root))
    return violation{"", std::string("is not valid JSON: ") + simdjson::error_message(error), true};
  reader r{root, rule, &fault};
  if (read(r, object)) return std::nullopt;
  return fault;
}

const type& codec<bool>::of() {
  static const type t{.kind = shape::boolean};
  return t;
}
const type& codec<double>::of() {
  static const type t{.kind = shape::number};
  return t;
}
const type& codec<std::int64_t>::of() {
  static const type t{.kind = shape::integer, .least = -exact, .most = exact};
  return t;
}
bool codec<std::int64_t>::read(reader& r, std::int64_t& v) {
  return read_integer(r, -exact, exact, v);
}
const type& codec<std::string>::of() {
  static const type t{.kind = shape::string};
  return t;
}
bool codec<std::string>::read(reader& r, std::string& v) {
  std::string_view text;
  if (!read_text(r, text)) return false;
  v = text;
  return true;
}
void codec<std::string>::write(std::string& out, const std::string& v) {
  append_json_string(out, v);
}
const type& codec<raw_json>::of() {
  static const type t{.kind = shape::raw};
  return t;
}
}  // namespace verbund::wire
