// From a method's name to the service process that answers it: the links of one core.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "proto/catalogue.hpp"
#include "shared/base/settings.hpp"
#include "shared/rpc/link.hpp"

namespace verbund::gateway {

/// The text of a top-level string member of a JSON object, or empty; params are valid JSON already, so this
/// only has to walk, not to judge.
std::string_view top_level_string(std::string_view object, std::string_view member);

/// The place of the replica for this value: the same on every gateway, and moving only what must move when
/// replicas come and go (rendezvous hashing). `eligible` says which replicas may be chosen.
std::size_t rendezvous(std::string_view value, std::size_t replicas,
                       const std::function<bool(std::size_t)>& eligible);

class router {
 public:
  router(asio::io_context&, const links_settings&);

  void start();
  void stop();
  /// Sends a call to the replica that fits: writes by the ordering parameter, reads to the least loaded.
  /// While a session's writes are under way the next ones follow them, also when a replica nearer to them is
  /// back.
  void call(const proto::method_info&, const rpc::outgoing&, rpc::link::answer done);
  /// The same as a coroutine: the raw result, or throws the refusal.
  task<std::string> ask(const proto::method_info&, rpc::outgoing);
  /// A service without a connected replica, or null.
  const char* missing() const;
  /// Called with true after each (re)connection of any link, with false when one has broken.
  void on_change(std::function<void(bool connected)>);

 private:
  using replicas = std::vector<std::shared_ptr<rpc::link>>;
  /// The writes of one session with one ordering parameter that are on their way, and where they went.
  struct line {
    rpc::link* link = nullptr;
    std::size_t outstanding = 0;
  };
  rpc::link& choose(const proto::method_info&, std::string_view params);
  void call_in_line(const rpc::outgoing&, std::string key, rpc::link& preferred, rpc::link::answer done);

  std::vector<std::shared_ptr<rpc::link>> links_;
  std::unordered_map<std::string_view, replicas> services_;
  std::unordered_map<std::string, line> lines_;
};
}  // namespace verbund::gateway
