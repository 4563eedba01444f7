// JSON to and from described structs, table-driven: one loop for all objects, simdjson hidden in wire.cpp.
#pragma once
#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/wire/type.hpp"

namespace verbund::wire {

/// Why a text was not accepted: where (JSON pointer) and which rule.
struct violation {
  std::string pointer;
  std::string rule;
  bool malformed = false;  ///< not JSON at all
};

/// Requests refuse what they do not know; receivers of results and events ignore it.
enum class members { known_only, ignore_unknown };

// Leaf access for codecs of constraint types. Each returns false after noting a violation.
bool fail(reader&, std::string rule);
bool read_text(reader&, std::string_view& out);
bool read_integer(reader&, std::int64_t least, std::int64_t most, std::int64_t& out);
bool read_boolean(reader&, bool& out);
bool read_number(reader&, double& out);
bool is_null(reader&);
bool read_elements(reader&, std::size_t least, std::size_t most, void* list,
                   bool (*push)(reader&, void* list));
bool read_fields(reader&, void* object, std::span<const field>);
void read_raw(reader&, std::string& out);
void write_fields(std::string& out, const void* object, std::span<const field>);
void write_number(std::string& out, double);
void write_integer(std::string& out, std::int64_t);
/// Length in code points of valid UTF-8.
std::size_t code_points(std::string_view);

/// Parses `json` and calls `read` on its root; at most 64 levels deep, 1 MiB long.
std::optional<violation> parse(std::string_view json, members, void* object, bool (*read)(reader&, void*));

/// How one C++ type travels. Specialise for leaf types: `static const type& of()`, `read(reader&, T&)`,
/// `write(out, T)`.
template <class T>
struct codec;

template <class T>
concept described = boost::describe::has_describe_members<T>::value && !std::is_enum_v<T>;
template <class T>
concept described_enum = boost::describe::has_describe_enumerators<T>::value;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// A member that is always present and may be null ("object" of an event), unlike optional<>, which is left
/// out.
template <class T>
struct nullable : std::optional<T> {
  using std::optional<T>::optional;
};
template <class T>
inline constexpr bool is_nullable = false;
template <class T>
inline constexpr bool is_nullable<nullable<T>> = true;

template <class M>
struct bare {
  using type = M;
};
template <class M>
struct bare<std::optional<M>> {
  using type = M;
};
template <class M>
struct bare<nullable<M>> {
  using type = M;
};

template <class T, class D>
constexpr field make_field() {
  using member = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;
  using inner = typename bare<member>::type;
  return {D::name,
          &codec<inner>::of,
          is_optional<member>,
          is_nullable<member>,
          [](reader& r, void* object) -> bool {
            auto& m = static_cast<T*>(object)->*D::pointer;
            if constexpr (is_optional<member> || is_nullable<member>) {
              m.reset();
              return is_null(r) || codec<inner>::read(r, m.emplace());
            } else {
              return codec<inner>::read(r, m);
            }
          },
          [](std::string& out, const void* object) -> bool {
            const auto& m = static_cast<const T*>(object)->*D::pointer;
            if constexpr (is_optional<member> || is_nullable<member>) {
              if (m)
                codec<inner>::write(out, *m);
              else if (is_nullable<member>)
                out += "null";
              return is_nullable<member> || m.has_value();
            } else {
              codec<inner>::write(out, m);
              return true;
            }
          }};
}

template <class T, class List>
struct field_table;
template <class T, template <class...> class List, class... D>
struct field_table<T, List<D...>> {
  static constexpr std::array<field, sizeof...(D)> value{make_field<T, D>()...};
};
/// The members of a described struct, in order of declaration.
template <described T>
constexpr std::span<const field> fields_of() {
  return field_table<T, boost::describe::describe_members<T, boost::describe::mod_any_access>>::value;
}

/// The last part of a type's name, without namespaces and template arguments.
template <class T>
constexpr std::string_view short_name() {
  std::string_view text = __PRETTY_FUNCTION__;
  auto start = text.find("T = ") + 4;
  auto stop = text.find_first_of(";]<", start);
  text = text.substr(start, stop - start);
  return text.substr(text.rfind(':') + 1);
}

template <described T>
struct codec<T> {
  static const type& of() {
    static const type t{.kind = shape::object, .name = short_name<T>(), .fields = fields_of<T>()};
    return t;
  }
  static bool read(reader& r, T& v) { return read_fields(r, &v, fields_of<T>()); }
  static void write(std::string& out, const T& v) { write_fields(out, &v, fields_of<T>()); }
};

template <class List>
struct name_table;
template <template <class...> class List, class... D>
struct name_table<List<D...>> {
  static constexpr std::string_view bare_name(std::string_view n) {
    return n.ends_with('_') ? n.substr(0, n.size() - 1) : n;
  }
  static constexpr std::array<std::string_view, sizeof...(D)> value{bare_name(D::name)...};
};
/// Names of a described enumeration; a trailing underscore (public_) is not part of the wire name.
template <described_enum E>
constexpr auto& names_of() {
  return name_table<boost::describe::describe_enumerators<E>>::value;
}
template <described_enum E>
constexpr std::string_view name_of(E value) {
  std::string_view found = "unknown";
  std::size_t i = 0;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (d.value == value) found = names_of<E>()[i];
    ++i;
  });
  return found;
}
template <described_enum E>
std::optional<E> value_named(std::string_view name) {
  std::optional<E> found;
  std::size_t i = 0;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto d) {
    if (names_of<E>()[i++] == name) found = d.value;
  });
  return found;
}
std::string one_of(std::span<const std::string_view> names);

template <described_enum E>
struct codec<E> {
  static const type& of() {
    static const type t{.kind = shape::enumeration, .name = short_name<E>(), .values = names_of<E>()};
    return t;
  }
  static bool read(reader& r, E& v) {
    std::string_view text;
    if (!read_text(r, text)) return false;
    auto found = value_named<E>(text);
    if (!found) return fail(r, "must be one of " + one_of(names_of<E>()));
    v = *found;
    return true;
  }
  static void write(std::string& out, E v) {
    out += '"';
    out += name_of(v);
    out += '"';
  }
};

template <>
struct codec<bool> {
  static const type& of();
  static bool read(reader& r, bool& v) { return read_boolean(r, v); }
  static void write(std::string& out, bool v) { out += v ? "true" : "false"; }
};
template <>
struct codec<double> {
  static const type& of();
  static bool read(reader& r, double& v) { return read_number(r, v); }
  static void write(std::string& out, double v) { write_number(out, v); }
};
/// Integers on the wire stay within what a double holds exactly: ±(2^53 − 1).
template <>
struct codec<std::int64_t> {
  static const type& of();
  static bool read(reader& r, std::int64_t& v);
  static void write(std::string& out, std::int64_t v) { write_integer(out, v); }
};
/// Text without bounds; for results and configuration, never for what a member sends.
template <>
struct codec<std::string> {
  static const type& of();
  static bool read(reader& r, std::string& v);
  static void write(std::string& out, const std::string& v);
};

/// JSON passed through as it is (objects of a type the carrier need not know).
struct raw_json {
  std::string text = "null";
  bool operator==(const raw_json&) const = default;
};
template <>
struct codec<raw_json> {
  static const type& of();
  static bool read(reader& r, raw_json& v) { return read_raw(r, v.text), true; }
  static void write(std::string& out, const raw_json& v) { out += v.text; }
};

template <class List, class Element, std::size_t Least, std::size_t Most>
struct list_codec {
  static const type& of() {
    static const type t{.kind = shape::array, .least = Least, .most = Most, .element = &codec<Element>::of};
    return t;
  }
  static bool read(reader& r, List& v) {
    v.clear();
    return read_elements(r, Least, Most, &v, [](reader& e, void* list) {
      return codec<Element>::read(e, static_cast<List*>(list)->emplace_back());
    });
  }
  static void write(std::string& out, const List& v) {
    out += '[';
    bool first = true;
    for (const auto& e : v) {
      if (!first) out += ',';
      first = false;
      codec<Element>::write(out, e);
    }
    out += ']';
  }
};
template <class T>
struct codec<std::vector<T>> : list_codec<std::vector<T>, T, 0, 0> {};

/// Decodes one JSON text into `out`; nothing on success.
template <class T>
std::optional<violation> decode(std::string_view json, T& out, members rule = members::known_only) {
  return parse(json, rule, &out,
               [](reader& r, void* object) { return codec<T>::read(r, *static_cast<T*>(object)); });
}
/// Appends `value` as JSON.
template <class T>
void encode(std::string& out, const T& value) {
  codec<T>::write(out, value);
}
template <class T>
std::string encoded(const T& value) {
  std::string out;
  encode(out, value);
  return out;
}
}  // namespace verbund::wire
