// /metrics, /healthz and /readyz of a process, on an address of its own that no member reaches.
#pragma once
#include <functional>
#include <string>

#include "shared/async/task.hpp"

namespace verbund::rpc {
/// Serves until the context stops. `ready` answers an empty text, or the sentence why not.
void serve_operations(asio::io_context& context, const std::string& address,
                      std::function<std::string()> ready);
}  // namespace verbund::rpc
