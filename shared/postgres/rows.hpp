// Results into described structs, table-driven: columns are matched to members by name once per result.
#pragma once
#include <array>
#include <boost/describe.hpp>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "shared/postgres/result.hpp"

namespace verbund::postgres {

/// How one member of a row struct is filled.
struct row_member {
  std::string_view name;
  const char* type;
  bool nullable;
  bool (*accepts)(oid);
  bool (*decode)(void* row, std::string_view data);
  void (*clear)(void* row);  ///< for NULL, when nullable
};

/// For each member in order its column. Throws std::logic_error, naming statement, column and both types,
/// when a column has no member, a member no column, or the types do not fit.
std::vector<std::size_t> map_columns(const result&, std::span<const row_member>);
/// Fills one row; throws std::logic_error for NULL in a member that cannot hold it and for values out of
/// range.
void fill_row(const result&, std::size_t row, std::span<const row_member>,
              std::span<const std::size_t> columns, void* into);

template <class Row, class D>
constexpr row_member make_row_member() {
  using member = std::remove_cvref_t<decltype(std::declval<Row&>().*D::pointer)>;
  static_assert(decodable<member>, "a member of this row struct has a type that no column can fill");
  return {D::name,
          codec_of<member>::name,
          optional_like<member>,
          &codec_of<member>::accepts,
          [](void* row, std::string_view data) -> bool {
            auto& m = static_cast<Row*>(row)->*D::pointer;
            if constexpr (optional_like<member>)
              return codec_of<member>::decode(data, m.emplace());
            else
              return codec_of<member>::decode(data, m);
          },
          [](void* row) {
            if constexpr (optional_like<member>) (static_cast<Row*>(row)->*D::pointer).reset();
          }};
}

template <class Row, class List>
struct row_table;
template <class Row, template <class...> class List, class... D>
struct row_table<Row, List<D...>> {
  static constexpr std::array<row_member, sizeof...(D)> value{make_row_member<Row, D>()...};
};
/// The members of a described row struct, bases included.
template <class Row>
constexpr std::span<const row_member> row_members() {
  return row_table<Row, boost::describe::describe_members<Row, boost::describe::mod_public |
                                                                   boost::describe::mod_inherited>>::value;
}

/// All rows of a result as structs. A column too many or too few, or one of another type, is a
/// std::logic_error.
template <class Row>
std::vector<Row> rows(const result& r) {
  auto members = row_members<Row>();
  auto columns = map_columns(r, members);
  std::vector<Row> list(r.size());
  for (std::size_t i = 0; i < list.size(); ++i) fill_row(r, i, members, columns, &list[i]);
  return list;
}

/// The first row, if there is one.
template <class Row>
std::optional<Row> maybe_row(const result& r) {
  auto members = row_members<Row>();
  auto columns = map_columns(r, members);
  std::optional<Row> found;
  if (!r.empty()) fill_row(r, 0, members, columns, &found.emplace());
  return found;
}
}  // namespace verbund::postgres
