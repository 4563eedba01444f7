// Where a process listens or is found: unix:PATH or a numeric address:port, for both kinds one socket type.
#pragma once
#include <boost/asio/generic/stream_protocol.hpp>
#include <string>

#include "shared/async/task.hpp"

namespace verbund::rpc {
using stream_socket = asio::generic::stream_protocol::socket;
using stream_endpoint = asio::generic::stream_protocol::endpoint;
using stream_acceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol>;

/// Reads "unix:PATH", "127.0.0.1:9000" or "[::1]:9000"; throws std::runtime_error with a sentence when it is
/// neither.
stream_endpoint parse_address(const std::string& text);
/// Binds and listens; an old socket file is replaced when nobody answers on it, and gets mode 0600.
stream_acceptor listen_on(asio::io_context& context, const std::string& address);
/// True for TCP, and for a unix peer with this process's user or root: nobody else may speak for members.
bool peer_is_trusted(stream_socket& socket);
}  // namespace verbund::rpc
