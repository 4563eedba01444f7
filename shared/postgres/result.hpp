// The answer to one statement, in binary format.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "shared/postgres/codec.hpp"

struct pg_result;

namespace verbund::postgres {

/// Rows and columns as libpq holds them; moved, never copied. The name is that of the statement, for
/// messages.
class result {
 public:
  result() = default;
  result(pg_result* owned, std::string_view name) : handle_(owned), name_(name) {}

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  std::size_t columns() const;
  std::string_view column_name(std::size_t column) const;
  oid column_type(std::size_t column) const;
  /// The bytes of a field; their pointer is null for NULL.
  std::string_view field(std::size_t row, std::size_t column) const;
  /// Rows touched by insert, update or delete.
  std::int64_t affected() const;
  std::string_view query_name() const { return name_; }
  pg_result* get() const { return handle_.get(); }

 private:
  struct release {
    void operator()(pg_result*) const;
  };
  std::unique_ptr<pg_result, release> handle_;
  std::string_view name_;
};
}  // namespace verbund::postgres
