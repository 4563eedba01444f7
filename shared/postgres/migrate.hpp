// The migration runner: forward only, checked by hash, one at a time. Blocking; for verbund-admin and tests.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "shared/postgres/query.hpp"

namespace verbund::postgres {

/// Applies what is missing, service by service in the given order, each migration in its own transaction with
/// a lock_timeout of 2 s, under an advisory lock. Throws std::runtime_error with a sentence for the operator
/// when an applied one has changed, is unknown here, or lies before one that is missing; nothing is applied
/// then.
void migrate(const std::string& conninfo, std::span<const std::span<const migration>> all,
             std::function<void(std::string_view)> log = {});
}  // namespace verbund::postgres
