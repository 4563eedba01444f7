// The constraint types every method is declared with: ids, bounded text, numbers, times. A limit is written
// here once.
#pragma once
#include <boost/describe.hpp>
#include <string>
#include <vector>

#include "shared/base/clock.hpp"
#include "shared/base/id.hpp"
#include "shared/wire/wire.hpp"

namespace verbund::proto {

/// A UUIDv7 of one kind of object. Made by the client for whatever it creates, so that repeating a request is
/// harmless.
template <class Tag>
struct id {
  uuid value;
  auto operator<=>(const id&) const = default;
};
using member_id = id<struct member_tag>;
using session_id = id<struct session_tag>;
using space_id = id<struct space_tag>;
using channel_id = id<struct channel_tag>;
using message_id = id<struct message_tag>;
using object_id = id<struct object_tag>;
using token_id = id<struct token_tag>;

/// Text of Least to Most code points, valid UTF-8 without U+0000.
template <std::size_t Least, std::size_t Most>
struct text : std::string {
  using std::string::string;
  text() = default;
  text(std::string s) : std::string(std::move(s)) {}
};

/// An e-mail address as RFC 5321 allows it in practice, 3 to 254 characters; compared without case.
struct email : std::string {
  using std::string::string;
  email() = default;
  email(std::string s) : std::string(std::move(s)) {}
};

/// The short sign of a space or a place of work: one to three letters of the German alphabet.
struct plate : std::string {
  using std::string::string;
  plate() = default;
  plate(std::string s) : std::string(std::move(s)) {}
};

/// A list of at most Most elements.
template <class T, std::size_t Most>
struct list : std::vector<T> {
  using std::vector<T>::vector;
  list() = default;
  list(std::vector<T> v) : std::vector<T>(std::move(v)) {}
};

/// A whole number from Least to Most.
template <std::int64_t Least, std::int64_t Most>
struct whole {
  std::int64_t value = Least;
  whole() = default;
  constexpr whole(std::int64_t v) : value(v) {}
  operator std::int64_t() const { return value; }
};
inline constexpr std::int64_t greatest = (std::int64_t{1} << 53) - 1;
/// Where an object or a change stands in its stream; 0 before the first.
using number = whole<0, greatest>;
using position = whole<0, greatest>;

/// The name of a stream: its kind and the id of what it belongs to, as in "channel:018f…".
struct stream_name {
  std::string kind;
  uuid of;
  bool operator==(const stream_name&) const = default;
};
std::string to_string(const stream_name&);
std::optional<stream_name> parse_stream(std::string_view);

/// A method that answers nothing but "done".
struct empty {};
BOOST_DESCRIBE_STRUCT(empty, (), ())
}  // namespace verbund::proto

namespace verbund::wire {
const type& id_type();
bool read_id(reader&, uuid&);
template <class Tag>
struct codec<proto::id<Tag>> {
  static const type& of() { return id_type(); }
  static bool read(reader& r, proto::id<Tag>& v) { return read_id(r, v.value); }
  static void write(std::string& out, const proto::id<Tag>& v) {
    out += '"';
    append(out, v.value);
    out += '"';
  }
};

bool read_bounded(reader&, std::size_t least, std::size_t most, std::string& out);
template <std::size_t Least, std::size_t Most>
struct codec<proto::text<Least, Most>> {
  static const type& of() {
    static const type t{.kind = shape::string, .least = Least, .most = Most};
    return t;
  }
  static bool read(reader& r, std::string& v) { return read_bounded(r, Least, Most, v); }
  static void write(std::string& out, const std::string& v) { codec<std::string>::write(out, v); }
};

template <>
struct codec<proto::email> {
  static const type& of();
  static bool read(reader& r, proto::email& v);
  static void write(std::string& out, const proto::email& v) { codec<std::string>::write(out, v); }
};

template <>
struct codec<proto::plate> {
  static const type& of();
  static bool read(reader& r, proto::plate& v);
  static void write(std::string& out, const proto::plate& v) { codec<std::string>::write(out, v); }
};

template <std::int64_t Least, std::int64_t Most>
struct codec<proto::whole<Least, Most>> {
  static const type& of() {
    static const type t{.kind = shape::integer, .least = Least, .most = Most};
    return t;
  }
  static bool read(reader& r, proto::whole<Least, Most>& v) { return read_integer(r, Least, Most, v.value); }
  static void write(std::string& out, const proto::whole<Least, Most>& v) { write_integer(out, v.value); }
};

template <class T, std::size_t Most>
struct codec<proto::list<T, Most>> : list_codec<proto::list<T, Most>, T, 0, Most> {};

template <>
struct codec<timestamp> {
  static const type& of();
  static bool read(reader& r, timestamp& v);
  static void write(std::string& out, const timestamp& v);
};

template <>
struct codec<proto::stream_name> {
  static const type& of();
  static bool read(reader& r, proto::stream_name& v);
  static void write(std::string& out, const proto::stream_name& v);
};
}  // namespace verbund::wire
