// What the handlers of members stand on.
#pragma once
#include "services/members/password_hasher.hpp"
#include "shared/base/settings.hpp"
#include "shared/postgres/pool.hpp"

namespace verbund::members {

/// One per process, made by the service, alive as long as any request.
struct context {
  postgres::pool db;
  password_hasher passwords;
  limits_settings limits;
};
}  // namespace verbund::members
