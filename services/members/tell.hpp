// Telling gateways at once what a committed write has changed.
#pragma once
#include <optional>
#include <string>

#include "services/members/context.hpp"
#include "shared/rpc/request.hpp"

namespace verbund::members {

/// `xid`: of the transaction, as its statement answered it; nothing when it changed nothing. Never throws:
/// what is not told here gateways find within a second, by the positions.
task<> tell(context&, rpc::request, std::optional<std::string> xid);
}  // namespace verbund::members
