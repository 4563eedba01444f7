// Accepts the gateways' links and hands their lines to the worker.
#pragma once
#include <memory>
#include <set>

#include "shared/rpc/lines.hpp"
#include "shared/rpc/worker.hpp"

namespace verbund::rpc {

class server : public std::enable_shared_from_this<server> {
 public:
  server(asio::io_context&, const std::string& address, worker&);
  void start();
  /// Stops accepting links and requests; `done` is called when all that was accepted is answered, or after
  /// `patience`.
  void drain(std::chrono::seconds patience, std::function<void()> done);

 private:
  void accept();
  void serve(stream_socket);
  void check_drained(steady_clock::time_point until, std::function<void()> done);

  stream_acceptor acceptor_;
  asio::steady_timer timer_;
  worker& worker_;
  std::set<std::shared_ptr<line_socket>> links_;
};
}  // namespace verbund::rpc
