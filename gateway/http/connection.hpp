// One HTTP/1.1 connection: heads, bodies and answers with their deadlines, until it ends or becomes a
// WebSocket.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <memory>
#include <optional>
#include <string>

#include "gateway/admission.hpp"
#include "gateway/http/reply.hpp"
#include "gateway/http/request.hpp"
#include "gateway/websocket/transport.hpp"
#include "shared/async/task.hpp"

namespace verbund::gateway {
namespace beast = boost::beast;

class core;

class http_connection : public std::enable_shared_from_this<http_connection> {
 public:
  http_connection(core&, asio::ip::tcp::socket, admission::ticket);
  ~http_connection();

  void start();
  /// Draining: an idle connection ends now, a busy one after its answer.
  void end_if_idle();
  void abort();

 private:
  enum class progress { go_on, end };

  static task<> run(std::shared_ptr<http_connection> self);
  task<progress> serve_one();
  task<std::optional<http_reply>> read_head(std::size_t& size);
  task<std::optional<http_reply>> read_body(http::request_parser<http::string_body>&);
  task<progress> send(http_reply reply, bool head_only, bool keep_alive);
  task<> linger();
  /// Cancels what is waited for on the socket after that time. Not Beast's own timer, because that closes the
  /// socket and leaves no way to say why.
  void expires_after(std::chrono::seconds);
  void watch_deadline();
  task<progress> upgrade(const http_request& request);
  task<progress> stream_events(const http_request& request);
  /// The descriptor changes hands; a session needs no timer and no stream of its own.
  transport hand_over();

  core& core_;
  asio::ip::tcp::socket socket_;
  asio::steady_timer deadline_;
  bool timed_out_ = false;
  beast::flat_buffer buffer_;
  admission::ticket ticket_;
  std::string address_;
  bool idle_ = true;
};
}  // namespace verbund::gateway
