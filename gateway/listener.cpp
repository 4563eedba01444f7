// The accept loop, its limits and its patience when descriptors run out.
#include "gateway/listener.hpp"

#include <stdexcept>

#include "gateway/core.hpp"
#include "gateway/http/connection.hpp"
#include "gateway/metrics.hpp"
#include "shared/base/log.hpp"
#include "shared/rpc/address.hpp"

namespace verbund::gateway {

listener::listener(site& s, asio::io_context& context, const std::string& address)
    : site_(s), acceptor_(context), pause_(context) {
  auto generic = rpc::parse_address(address);
  if (generic.protocol().family() == AF_UNIX)
    throw std::runtime_error("gateway.listen: \"" + address + "\" must be a numeric address:port");
  asio::ip::tcp::endpoint endpoint;
  endpoint.resize(generic.size());
  std::memcpy(endpoint.data(), generic.data(), generic.size());
  error_code ec;
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(asio::socket_base::reuse_address(true));
  acceptor_.bind(endpoint, ec);
  if (ec) throw std::runtime_error("cannot listen on " + address + ": " + ec.message());
  acceptor_.listen(4096);
}

void listener::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
}

void listener::accept() {
  auto& target = *site_.cores[next_++ % site_.cores.size()];
  acceptor_.async_accept(target.context(), [this, &target](error_code ec, asio::ip::tcp::socket socket) {
    if (!acceptor_.is_open()) return;
    if (ec) return back_off(ec);
    accepted(std::move(socket), target);
    accept();
  });
}

// Out of descriptors or memory: whoever waits in the queue waits a little longer, and nothing spins.
void listener::back_off(const error_code& ec) {
  bool peer_gone = ec == asio::error::connection_aborted;
  if (!peer_gone) log::warning("accept", {{"problem", ec.message()}});
  pause_.expires_after(std::chrono::milliseconds(peer_gone ? 0 : 100));
  pause_.async_wait([this](error_code stopped) {
    if (!stopped && acceptor_.is_open()) accept();
  });
}

void listener::accepted(asio::ip::tcp::socket socket, core& target) {
  error_code ec;
  auto from = socket.remote_endpoint(ec);
  if (ec) return;
  socket.set_option(asio::ip::tcp::no_delay(true), ec);
  admission::ticket ticket;
  switch (site_.places.enter(from.address(), ticket)) {
    case admission::verdict::too_many_in_all:
      return turn_away(std::move(socket), "connections");
    case admission::verdict::too_many_from_address:
      return turn_away(std::move(socket), "connections_per_address");
    case admission::verdict::admitted:
      break;
  }
  asio::post(target.context(), [&target, socket = std::move(socket), ticket = std::move(ticket)]() mutable {
    std::make_shared<http_connection>(target, std::move(socket), std::move(ticket))->start();
  });
}

void listener::turn_away(asio::ip::tcp::socket socket, std::string_view reason) {
  count_reject(reason);
  refusal r(kind::overloaded, "Too many connections. Please try again later.");
  r.retry_after_ms = 5000;
  auto reply = fault_reply(503, r);
  auto text = reply_head(reply, false, false) + reply.body;
  // One try without waiting: who is turned away must not cost a place.
  socket.native_non_blocking(true);
  ::send(socket.native_handle(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  error_code ignored;
  socket.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}
}  // namespace verbund::gateway
