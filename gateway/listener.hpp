// Accepts connections and hands them to the cores in turn.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <string>

#include "gateway/site.hpp"
#include "shared/async/task.hpp"

namespace verbund::gateway {

class listener {
 public:
  /// Binds and listens; throws std::runtime_error with a sentence for the operator.
  listener(site&, asio::io_context&, const std::string& address);
  void start() { accept(); }
  void stop();
  asio::ip::tcp::endpoint local() const { return acceptor_.local_endpoint(); }

 private:
  void accept();
  void accepted(asio::ip::tcp::socket, core&);
  void back_off(const error_code&);
  void turn_away(asio::ip::tcp::socket, std::string_view reason);

  site& site_;
  asio::ip::tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  std::size_t next_ = 0;
};
}  // namespace verbund::gateway
