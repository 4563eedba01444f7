// From libpq's words to our error; used by connection.cpp only, because libpq's header stays out of
// everything else.
#pragma once
#include <libpq-fe.h>

#include <string>
#include <string_view>

#include "shared/postgres/error.hpp"

namespace verbund::postgres {
error make_error(std::string message, std::string_view query, std::string sqlstate = {});
/// The failure that a result stands for, of the named statement.
error from_result(const PGresult*, std::string_view query);
/// A field of an error or notice (PG_DIAG_…), empty when it is not there.
std::string field_of(const PGresult*, int code);
/// The server ends the connection after this.
bool is_farewell(const PGresult*);
}  // namespace verbund::postgres
