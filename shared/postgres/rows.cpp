// Matching columns to members, and the messages when they do not match.
#include "shared/postgres/rows.hpp"

#include <stdexcept>
#include <string>

namespace verbund::postgres {
namespace {
[[noreturn]] void mismatch(const result& r, std::string what) {
  throw std::logic_error("result of " + std::string(r.query_name()) + ": " + std::move(what));
}

/// PostgreSQL's name of a common type, for messages only.
std::string type_name(oid t) {
  switch (t) {
    case 16:
      return "boolean";
    case 17:
      return "bytea";
    case 20:
      return "bigint";
    case 21:
      return "smallint";
    case 23:
      return "integer";
    case 25:
      return "text";
    case 114:
      return "json";
    case 700:
      return "real";
    case 701:
      return "double precision";
    case 1043:
      return "varchar";
    case 1082:
      return "date";
    case 1114:
      return "timestamp without time zone";
    case 1184:
      return "timestamptz";
    case 1700:
      return "numeric";
    case 2950:
      return "uuid";
    case 3802:
      return "jsonb";
    default:
      return "type " + std::to_string(t);
  }
}
}  // namespace

std::vector<std::size_t> map_columns(const result& r, std::span<const row_member> members) {
  constexpr auto none = static_cast<std::size_t>(-1);
  std::vector<std::size_t> columns(members.size(), none);
  for (std::size_t c = 0; c < r.columns(); ++c) {
    auto name = r.column_name(c);
    std::size_t m = 0;
    while (m < members.size() && members[m].name != name) ++m;
    if (m == members.size()) mismatch(r, "no member for column " + std::string(name));
    if (columns[m] != none) mismatch(r, "two columns are named " + std::string(name));
    if (!members[m].accepts(r.column_type(c)))
      mismatch(r, "column " + std::string(name) + " is " + type_name(r.column_type(c)) +
                      ", its member takes " + members[m].type);
    columns[m] = c;
  }
  for (std::size_t m = 0; m < members.size(); ++m)
    if (columns[m] == none) mismatch(r, "no column for member " + std::string(members[m].name));
  return columns;
}

void fill_row(const result& r, std::size_t row, std::span<const row_member> members,
              std::span<const std::size_t> columns, void* into) {
  for (std::size_t m = 0; m < members.size(); ++m) {
    auto data = r.field(row, columns[m]);
    if (data.data() == nullptr) {
      if (!members[m].nullable) mismatch(r, "NULL in column " + std::string(members[m].name));
      members[m].clear(into);
    } else if (!members[m].decode(into, data)) {
      mismatch(r, "a value in column " + std::string(members[m].name) + " of " +
                      type_name(r.column_type(columns[m])) + " does not fit into its member, which takes " +
                      members[m].type);
    }
  }
}
}  // namespace verbund::postgres
