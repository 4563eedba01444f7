// Addresses of links, for unix and TCP alike.
#include "shared/rpc/address.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <stdexcept>

namespace verbund::rpc {

stream_endpoint parse_address(const std::string& text) {
  if (text.starts_with("unix:")) {
    auto path = text.substr(5);
    if (path.empty() || path.size() > 107)
      throw std::runtime_error("the socket path in \"" + text + "\" must have 1 to 107 bytes");
    return asio::local::stream_protocol::endpoint(path);
  }
  auto colon = text.rfind(':');
  if (colon == text.npos) throw std::runtime_error("\"" + text + "\" must be unix:PATH or address:port");
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  unsigned short port = 0;
  auto digits = text.substr(colon + 1);
  auto read = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  error_code ec;
  auto address = asio::ip::make_address(host, ec);
  if (ec || read.ec != std::errc() || read.ptr != digits.data() + digits.size())
    throw std::runtime_error("\"" + text + "\" must be unix:PATH or a numeric address:port");
  return asio::ip::tcp::endpoint(address, port);
}

stream_acceptor listen_on(asio::io_context& context, const std::string& address) {
  auto endpoint = parse_address(address);
  bool local = endpoint.protocol().family() == AF_UNIX;
  if (local) {
    // A killed process leaves its socket file; a living one answers, and then starting twice is a mistake.
    stream_socket probe(context);
    error_code ec;
    probe.connect(endpoint, ec);
    if (!ec) throw std::runtime_error(address + " is already served by another process");
    ::unlink(address.c_str() + 5);
  }
  stream_acceptor acceptor(context);
  acceptor.open(endpoint.protocol());
  if (!local) acceptor.set_option(asio::socket_base::reuse_address(true));
  auto mask = local ? ::umask(0177) : 0;
  error_code ec;
  acceptor.bind(endpoint, ec);
  if (local) ::umask(mask);
  if (ec) throw std::runtime_error("cannot listen on " + address + ": " + ec.message());
  acceptor.listen(1024);
  return acceptor;
}

bool peer_is_trusted(stream_socket& socket) {
  error_code ec;
  if (socket.local_endpoint(ec).protocol().family() != AF_UNIX) return true;
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == ::geteuid() || peer.uid == 0;
}
}  // namespace verbund::rpc
