// The members service, as the process that hosts it sees it.
#pragma once
#include <memory>

#include "shared/async/task.hpp"
#include "shared/base/settings.hpp"
#include "shared/rpc/service.hpp"

namespace verbund::members {

/// Connects by itself; ready as soon as PostgreSQL is. Computes one password hash on this thread.
std::unique_ptr<rpc::service> make_service(asio::io_context&, const settings&);
}  // namespace verbund::members
