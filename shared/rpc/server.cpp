// The listening end of links.
#include "shared/rpc/server.hpp"

#include "shared/base/log.hpp"

namespace verbund::rpc {
using namespace std::chrono_literals;

namespace {
/// A link speaks for any member. Whose socket file it is can be checked; who is behind an address cannot.
const std::string& only_local(const std::string& address) {
  if (!address.starts_with("unix:"))
    throw std::runtime_error("service.listen must be unix:PATH; links over TCP have no secret yet");
  return address;
}
}  // namespace

server::server(asio::io_context& context, const std::string& address, worker& w)
    : acceptor_(listen_on(context, only_local(address))), timer_(context), worker_(w) {}

void server::start() {
  accept();
}

void server::accept() {
  acceptor_.async_accept([self = shared_from_this()](error_code ec, stream_socket socket) {
    if (ec == asio::error::operation_aborted) return;
    if (!ec) {
      if (peer_is_trusted(socket))
        self->serve(std::move(socket));
      else
        log::warning("link_refused", {{"reason", "peer has another user id"}});
      return self->accept();
    }
    // Out of descriptors: accepting at once again would spin.
    log::error("link_accept", {{"problem", ec.message()}});
    self->timer_.expires_after(100ms);
    self->timer_.async_wait([self](error_code stopped) {
      if (!stopped) self->accept();
    });
  });
}

void server::serve(stream_socket socket) {
  error_code ignored;
  if (socket.local_endpoint(ignored).protocol().family() != AF_UNIX)
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  auto lines = std::make_shared<line_socket>(std::move(socket));
  links_.insert(lines);
  std::weak_ptr<line_socket> weak = lines;
  std::weak_ptr<server> owner = shared_from_this();
  lines->start(
      [owner, weak](std::string_view line) {
        auto self = owner.lock();
        if (!self) return;
        self->worker_.handle(line, [weak](std::string answer) {
          // A gateway that is gone has failed its requests itself.
          if (auto to = weak.lock()) to->outgoing() += answer;
        });
      },
      [owner, weak] {
        if (auto self = owner.lock()) self->links_.erase(weak.lock());
      });
}

void server::drain(std::chrono::seconds patience, std::function<void()> done) {
  error_code ignored;
  acceptor_.close(ignored);
  worker_.refuse_new();
  check_drained(steady_clock::now() + patience, std::move(done));
}

void server::check_drained(steady_clock::time_point until, std::function<void()> done) {
  bool waiting = worker_.in_work() != 0;
  for (const auto& l : links_) waiting = waiting || l->waiting_bytes() != 0;
  if (!waiting || steady_clock::now() > until) {
    auto links = std::exchange(links_, {});
    for (const auto& l : links) l->close();
    return done();
  }
  timer_.expires_after(10ms);
  timer_.async_wait([self = shared_from_this(), until, done = std::move(done)](error_code) mutable {
    self->check_drained(until, std::move(done));
  });
}
}  // namespace verbund::rpc
