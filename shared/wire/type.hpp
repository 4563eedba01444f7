// What a type looks like from outside: the table that reading, writing, schemas and TypeScript are all made
// from.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace verbund::wire {

class reader;

enum class shape { boolean, integer, number, string, enumeration, array, object, raw };

struct type;
/// A function instead of a pointer, so that types may refer to each other in any order.
using type_ref = const type& (*)();

/// One member of an object.
struct field {
  std::string_view name;
  type_ref of;                          ///< the type without its optional<>
  bool optional;                        ///< absent and null both mean "not there"
  bool nullable;                        ///< always written, as null when empty (see wire::nullable)
  bool (*read)(reader&, void* object);  ///< false when the reader holds a violation
  bool (*write)(std::string& out, const void* object);  ///< false when the member is absent
};

/// One type of the catalogue.
struct type {
  shape kind;
  std::string_view name = {};    ///< name of a described struct or enumeration, or of a constraint type
  std::string_view format = {};  ///< JSON Schema format: uuid, date-time, email
  std::int64_t least = 0;        ///< code points, elements or value
  std::int64_t most = 0;         ///< 0: no bound stated
  std::string_view pattern = {};
  type_ref element = nullptr;  ///< of an array
  std::span<const field> fields = {};
  std::span<const std::string_view> values = {};  ///< of an enumeration
};
}  // namespace verbund::wire
