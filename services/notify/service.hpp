// Notify as a process hosts it.
#pragma once
#include <memory>

#include "shared/rpc/service.hpp"

namespace verbund::notify {
std::unique_ptr<rpc::service> make_service(asio::io_context&, const settings&);
}  // namespace verbund::notify
