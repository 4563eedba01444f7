// What a service is to the process that hosts it.
#pragma once
#include <string>

#include "shared/base/settings.hpp"
#include "shared/rpc/handlers.hpp"
#include "shared/rpc/write_sets.hpp"

namespace verbund::rpc {

/// One service: its handlers and what they stand on. Lives as long as its process.
class service {
 public:
  virtual ~service() = default;
  virtual std::string_view name() const = 0;
  virtual const handlers& table() const = 0;
  /// The sets its writes go through; null for a service without set writes.
  virtual write_sets* sets() = 0;
  /// Empty when it can work, else the sentence why not.
  virtual std::string not_ready() const = 0;
};
/// How a service's role ("members") connects; no secret inside, passwords come from the password file.
std::string conninfo(const postgres_settings&, std::string_view role);
}  // namespace verbund::rpc
