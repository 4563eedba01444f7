// One parameter of a statement: its bytes in PostgreSQL's binary format and the type they are of.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "shared/postgres/codec.hpp"

namespace verbund::postgres {

/// A parameter. Made implicitly from anything codec.hpp knows: ids, text, whole numbers, bool, bytes,
/// timestamps, described enumerations, optional<> of them (nothing becomes NULL), vectors of them and of
/// optionals (arrays).
class value {
 public:
  template <class T>
  requires(!std::same_as<T, value> && encodable<T>) value(const T& v) : type_(codec_of<T>::type) {
    if constexpr (optional_like<T>) {
      null_ = !v.has_value();
      if (v) codec_of<T>::encode(bytes_, *v);
    } else {
      codec_of<T>::encode(bytes_, v);
    }
  }

  oid type() const { return type_; }
  bool is_null() const { return null_; }
  std::string_view data() const { return bytes_; }

 private:
  std::string bytes_;
  oid type_;
  bool null_ = false;
};

/// The parameters of a statement, in order: values(id, body, streams). Braced lists inside a co_await are
/// miscompiled by g++ 12, this is not.
template <class... T>
std::vector<value> values(const T&... v) {
  std::vector<value> list;
  list.reserve(sizeof...(v));
  (list.emplace_back(v), ...);
  return list;
}
}  // namespace verbund::postgres
