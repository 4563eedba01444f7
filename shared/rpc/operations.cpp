// A small HTTP server for operators: three paths, one request a connection.
#include "shared/rpc/operations.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include "shared/base/log.hpp"
#include "shared/base/metrics.hpp"
#include "shared/rpc/address.hpp"

namespace verbund::rpc {
namespace {
namespace http = boost::beast::http;
using namespace std::chrono_literals;
using ready_check = std::shared_ptr<const std::function<std::string()>>;

struct page {
  std::string_view status;
  std::string text;
  std::string_view type = "text/plain; charset=utf-8";
};

page answer(std::string_view target, bool get, const ready_check& ready) {
  if (!get) return {"405 Method Not Allowed", "only GET\n"};
  if (target == "/metrics") return {"200 OK", metrics::text(), "text/plain; version=0.0.4; charset=utf-8"};
  if (target == "/healthz") return {"200 OK", "ok\n"};
  if (target != "/readyz") return {"404 Not Found", "/metrics, /healthz or /readyz\n"};
  auto problem = (*ready)();
  if (problem.empty()) return {"200 OK", "ready\n"};
  return {"503 Service Unavailable", problem + "\n"};
}

task<> serve(std::shared_ptr<stream_socket> socket, ready_check ready) {
  // Whoever is slow is cut off; there is nothing here worth waiting for.
  asio::steady_timer deadline(socket->get_executor(), 10s);
  deadline.async_wait([weak = std::weak_ptr(socket)](error_code ec) {
    error_code ignored;
    if (auto s = weak.lock(); s && !ec) s->close(ignored);
  });
  error_code ec;
  boost::beast::flat_buffer buffer(16384);
  http::request_parser<http::empty_body> parser;
  co_await http::async_read_header(*socket, buffer, parser, asio::redirect_error(asio::use_awaitable, ec));
  if (!ec) {
    auto target = parser.get().target();
    auto verb = parser.get().method();
    auto p = answer({target.data(), target.size()}, verb == http::verb::get, ready);
    std::string text = "HTTP/1.1 " + std::string(p.status) + "\r\nContent-Type: " + std::string(p.type) +
                       "\r\nContent-Length: " + std::to_string(p.text.size()) +
                       "\r\nConnection: close\r\n\r\n" + p.text;
    co_await asio::async_write(*socket, asio::buffer(text), asio::redirect_error(asio::use_awaitable, ec));
    socket->shutdown(stream_socket::shutdown_both, ec);
  }
  deadline.cancel();
}

task<> accept_all(std::shared_ptr<stream_acceptor> acceptor, ready_check ready) {
  auto executor = co_await asio::this_coro::executor;
  for (;;) {
    error_code ec;
    auto socket = std::make_shared<stream_socket>(executor);
    co_await acceptor->async_accept(*socket, asio::redirect_error(asio::use_awaitable, ec));
    if (ec == asio::error::operation_aborted) co_return;
    if (!ec) {
      asio::co_spawn(executor, serve(socket, ready), asio::detached);
      continue;
    }
    asio::steady_timer pause(executor, 200ms);
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  }
}
}  // namespace

void serve_operations(asio::io_context& context, const std::string& address,
                      std::function<std::string()> ready) {
  auto acceptor = std::make_shared<stream_acceptor>(listen_on(context, address));
  auto check = std::make_shared<const std::function<std::string()>>(std::move(ready));
  log::info("operations", {{"address", address}});
  asio::co_spawn(context, accept_all(acceptor, check), asio::detached);
}
}  // namespace verbund::rpc
