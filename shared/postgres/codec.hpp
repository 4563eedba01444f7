// How C++ types travel in PostgreSQL's binary format, both ways. Everything else here asks these tables.
#pragma once
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "shared/base/clock.hpp"
#include "shared/base/id.hpp"

namespace verbund::postgres {

/// PostgreSQL's number of a type.
using oid = unsigned int;

/// A bytea, so that bytes are never taken for text.
struct bytes : std::string {
  bytes() = default;
  explicit bytes(std::string s) : std::string(std::move(s)) {}
  explicit bytes(const char* s) : std::string(s) {}
  explicit bytes(std::string_view s) : std::string(s) {}
};

// Which C++ types are which. A wrapper is recognised by its one public member.
template <class T>
concept id_like = std::same_as<std::remove_cvref_t<decltype(std::declval<T&>().value)>, uuid>;
template <class T>
concept whole_like = std::same_as<std::remove_cvref_t<decltype(std::declval<T&>().value)>, std::int64_t>;
template <class T>
concept time_like = std::same_as<std::remove_cvref_t<decltype(std::declval<T&>().ms)>, std::int64_t>;
template <class T>
concept whole_number =
    std::same_as<T, std::int16_t> || std::same_as<T, std::int32_t> || std::same_as<T, std::int64_t> ||
    std::same_as<T, std::uint16_t> || std::same_as<T, std::uint32_t> || std::same_as<T, long long>;
template <class T>
concept bytes_like = std::derived_from<T, bytes>;
template <class T>
concept text_like = std::convertible_to<const T&, std::string_view> && !bytes_like<T>;
template <class T>
concept enumeration = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <class U>
std::true_type is_optional_base(const std::optional<U>&);
template <class T>
concept optional_like = requires(const T& t) {
  is_optional_base(t);
};
template <class U, class A>
std::true_type is_vector_base(const std::vector<U, A>&);
template <class T>
concept vector_like = requires(const T& t) {
  is_vector_base(t);
};

/// One type: `type`, `array_type` (its oids), `name`, `encode(out, v)`, `accepts(oid)` and `decode(data, v)`,
/// which is false when the bytes are not such a value.
template <class T>
struct codec;

template <class T>
struct bare {
  using type = T;
};
template <optional_like T>
struct bare<T> {
  using type = typename T::value_type;
};
/// The codec of T, or of what is inside an optional T.
template <class T>
using codec_of = codec<typename bare<std::remove_cvref_t<T>>::type>;

template <class T>
concept encodable = requires(std::string& out, const typename bare<T>::type& v) {
  codec_of<T>::encode(out, v);
};
template <class T>
concept decodable = requires(std::string_view data, typename bare<T>::type& v) {
  codec_of<T>::decode(data, v);
};

// The functions behind the table.
void encode_uuid(std::string& out, const uuid&);
bool decode_uuid(std::string_view, uuid&);
void encode_whole(std::string& out, std::int64_t);
bool accepts_whole(oid);
bool decode_whole(std::string_view, std::int64_t&);
void encode_time(std::string& out, std::int64_t ms);
bool decode_time(std::string_view, std::int64_t& ms);
/// text, varchar, char(n), name, json and types made by create type … as enum, create extension.
bool accepts_text(oid);
/// Whether an array type may fill a list whose own type is `wanted`: the narrower numbers and the kinds of
/// text too.
bool accepts_array(oid, oid wanted);
/// Array header of one dimension, lower bound 1; `count` elements follow, each with its length.
void encode_array_header(std::string& out, oid element, std::size_t count, bool nulls);
void encode_length(std::string& out, std::int32_t length);
/// Writes the length of what was appended since `start` (the place of the length itself).
void patch_length(std::string& out, std::size_t start);
/// Calls `push` with each element, (nullptr, 0) for NULL; false when malformed or refused.
bool decode_array(std::string_view, bool (*accepts)(oid), void* list,
                  bool (*push)(void* list, const char*, std::size_t));

template <>
struct codec<uuid> {
  static constexpr oid type = 2950, array_type = 2951;
  static constexpr const char* name = "uuid";
  static void encode(std::string& out, const uuid& v) { encode_uuid(out, v); }
  static bool accepts(oid t) { return t == type; }
  static bool decode(std::string_view data, uuid& v) { return decode_uuid(data, v); }
};
template <id_like T>
struct codec<T> : codec<uuid> {
  static void encode(std::string& out, const T& v) { encode_uuid(out, v.value); }
  static bool decode(std::string_view data, T& v) { return decode_uuid(data, v.value); }
};

template <>
struct codec<bool> {
  static constexpr oid type = 16, array_type = 1000;
  static constexpr const char* name = "bool";
  static void encode(std::string& out, bool v) { out += v ? '\1' : '\0'; }
  static bool accepts(oid t) { return t == type; }
  static bool decode(std::string_view data, bool& v) {
    if (data.size() != 1) return false;
    v = data[0] != 0;
    return true;
  }
};

/// Whole numbers go as bigint and come from smallint, integer and bigint.
template <whole_number T>
struct codec<T> {
  static constexpr oid type = 20, array_type = 1016;
  static constexpr const char* name = "whole number";
  static void encode(std::string& out, T v) { encode_whole(out, static_cast<std::int64_t>(v)); }
  static bool accepts(oid t) { return accepts_whole(t); }
  static bool decode(std::string_view data, T& v) {
    std::int64_t wide = 0;
    if (!decode_whole(data, wide) || !std::in_range<T>(wide)) return false;
    v = static_cast<T>(wide);
    return true;
  }
};
template <whole_like T>
struct codec<T> : codec<std::int64_t> {
  static void encode(std::string& out, const T& v) { encode_whole(out, v.value); }
  static bool decode(std::string_view data, T& v) { return decode_whole(data, v.value); }
};

/// timestamptz, to the millisecond; ±infinity are the greatest and least ms.
template <time_like T>
struct codec<T> {
  static constexpr oid type = 1184, array_type = 1185;
  static constexpr const char* name = "timestamptz";
  static void encode(std::string& out, const T& v) { encode_time(out, v.ms); }
  static bool accepts(oid t) { return t == type; }
  static bool decode(std::string_view data, T& v) { return decode_time(data, v.ms); }
};

template <bytes_like T>
struct codec<T> {
  static constexpr oid type = 17, array_type = 1001;
  static constexpr const char* name = "bytea";
  static void encode(std::string& out, const T& v) { out += v; }
  static bool accepts(oid t) { return t == type; }
  static bool decode(std::string_view data, T& v) { return v.assign(data), true; }
};

template <text_like T>
struct codec<T> {
  static constexpr oid type = 25, array_type = 1009;
  static constexpr const char* name = "text";
  static void encode(std::string& out, const T& v) { out += std::string_view(v); }
  static bool accepts(oid t) { return accepts_text(t); }
  static bool decode(std::string_view data, T& v) requires std::derived_from<T, std::string> {
    return v.assign(data), true;
  }
};

/// A described enumeration is the text of its name, without a trailing underscore (public_).
template <enumeration T>
struct codec<T> {
  static constexpr oid type = 25, array_type = 1009;
  static constexpr const char* name = "text of an enumeration";
  static std::string_view bare_name(std::string_view n) {
    return n.ends_with('_') ? n.substr(0, n.size() - 1) : n;
  }
  static void encode(std::string& out, T v) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto d) {
      if (d.value == v) out += bare_name(d.name);
    });
  }
  static bool accepts(oid t) { return accepts_text(t); }
  static bool decode(std::string_view data, T& v) {
    bool found = false;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>([&](auto d) {
      if (bare_name(d.name) == data) v = d.value, found = true;
    });
    return found;
  }
};

template <vector_like T>
struct codec<T> {
  using element = typename T::value_type;
  using inner = codec_of<element>;
  static constexpr oid type = inner::array_type, array_type = 0;
  static constexpr const char* name = "array";
  static void encode(std::string& out, const T& v) requires encodable<element> {
    bool nulls = false;
    if constexpr (optional_like<element>)
      for (const auto& e : v) nulls = nulls || !e;
    encode_array_header(out, inner::type, v.size(), nulls);
    for (const auto& e : v) {
      std::size_t start = out.size();
      encode_length(out, -1);
      if constexpr (optional_like<element>) {
        if (!e) continue;
        inner::encode(out, *e);
      } else {
        inner::encode(out, e);
      }
      patch_length(out, start);
    }
  }
  static bool accepts_element(oid t) { return inner::accepts(t); }
  static bool accepts(oid t) { return t == type || accepts_array(t, type); }
  static bool decode(std::string_view data, T& v) requires decodable<element> {
    v.clear();
    return decode_array(data, &accepts_element, &v, [](void* list, const char* at, std::size_t size) {
      element e{};
      if constexpr (optional_like<element>) {
        if (at && !inner::decode({at, size}, e.emplace())) return false;
      } else {
        if (!at || !inner::decode({at, size}, e)) return false;
      }
      static_cast<T*>(list)->push_back(std::move(e));
      return true;
    });
  }
};
}  // namespace verbund::postgres
