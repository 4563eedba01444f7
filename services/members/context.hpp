// What the handlers of members stand on.
#pragma once
#include "services/members/password_hasher.hpp"
#include "shared/base/settings.hpp"
#include "shared/events/publisher.hpp"
#include "shared/postgres/pool.hpp"
#include "shared/streams/owner.hpp"

namespace verbund::members {

/// One per process, made by the service, alive as long as any request.
struct context {
  postgres::pool db;
  password_hasher passwords;
  limits_settings limits;
  /// Whom changes are told to at once; without them gateways find changes by themselves.
  streams::owner* owner = nullptr;
  events::publisher* publisher = nullptr;
};
}  // namespace verbund::members
