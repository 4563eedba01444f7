// What notify's handlers may use.
#pragma once
#include "proto/catalogue.hpp"
#include "services/notify/sql.hpp"
#include "shared/events/publisher.hpp"
#include "shared/postgres/pool.hpp"
#include "shared/rpc/request.hpp"
#include "shared/streams/owner.hpp"

namespace verbund::notify {
using rpc::request;

struct context {
  postgres::pool& db;
  events::publisher& publisher;
  streams::owner& streams;
};

/// Throws unauthenticated when the session has ended.
task<> require_session(postgres::pool&, request);
}  // namespace verbund::notify
