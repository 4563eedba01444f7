// The life of an HTTP connection as one coroutine.
#include "gateway/http/connection.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include "gateway/core.hpp"
#include "gateway/http/endpoints.hpp"
#include "gateway/http/request_head.hpp"
#include "gateway/metrics.hpp"
#include "shared/base/log.hpp"

namespace verbund::gateway {
namespace {
using std::chrono::seconds;
constexpr std::size_t read_size = 8192;
constexpr std::size_t buffer_limit = 128 * 1024;
constexpr seconds write_time{60};
constexpr seconds linger_time{2};

http_reply closing(http_reply r) {
  r.close = true;
  return r;
}
auto field_count(const http_request& r) {
  return std::distance(r.begin(), r.end());
}
std::string_view view_of(const beast::flat_buffer& b) {
  return {static_cast<const char*>(b.data().data()), b.size()};
}
}  // namespace

http_connection::http_connection(core& c, asio::ip::tcp::socket socket, admission::ticket ticket)
    : core_(c),
      socket_(std::move(socket)),
      deadline_(c.context()),
      buffer_(buffer_limit),
      ticket_(std::move(ticket)) {
  core_.connections().insert(this);
  measure().connections.add(1);
}

http_connection::~http_connection() {
  core_.connections().erase(this);
  measure().connections.add(-1);
}

void http_connection::start() {
  error_code ec;
  auto from = socket_.remote_endpoint(ec);
  if (ec) return;
  address_ = from.address().to_string();
  asio::co_spawn(core_.context(), run(shared_from_this()), asio::detached);
}

void http_connection::expires_after(seconds time) {
  timed_out_ = false;
  deadline_.expires_after(time);
  watch_deadline();
}

void http_connection::watch_deadline() {
  deadline_.async_wait([weak = weak_from_this()](error_code ec) {
    auto self = weak.lock();
    // A handler that was queued when the time was moved still runs with success.
    if (ec || !self || self->deadline_.expiry() > steady_clock::now()) return;
    self->timed_out_ = true;
    error_code ignored;
    self->socket_.cancel(ignored);
    // Between two reads there is nothing to cancel: again, until somebody has noticed.
    self->deadline_.expires_after(seconds(1));
    self->watch_deadline();
  });
}

void http_connection::end_if_idle() {
  if (idle_) abort();
}

void http_connection::abort() {
  error_code ignored;
  socket_.close(ignored);
}

task<> http_connection::run(std::shared_ptr<http_connection> self) {
  try {
    while (co_await self->serve_one() == progress::go_on) {
    }
  } catch (const boost::system::system_error&) {
    // The peer went away or took too long; both are its own affair.
  } catch (const std::exception& e) {
    log::error("http_connection", {{"problem", e.what()}});
  }
}

task<http_connection::progress> http_connection::serve_one() {
  idle_ = true;
  std::size_t size = 0;
  if (auto fault = co_await read_head(size)) co_return co_await send(std::move(*fault), false, false);
  if (size == 0) co_return progress::end;

  http::request_parser<http::string_body> parser;
  parser.header_limit(head_limit);
  parser.body_limit(static_cast<std::uint64_t>(core_.shared().settings.gateway.message_bytes));
  error_code ec;
  auto used = parser.put(asio::buffer(buffer_.data().data(), size), ec);
  if (ec == http::error::need_more) ec = {};
  if (ec == http::error::body_limit)
    co_return co_await send(fault_reply(413, kind::invalid, "The body is too large."), false, false);
  if (ec || !parser.is_header_done()) {
    count_reject("http_parse");
    co_return co_await send(fault_reply(400, kind::invalid, "The request could not be understood."), false,
                            false);
  }
  buffer_.consume(used);
  bool head_only = parser.get().method() == http::verb::head;
  if (auto refused = refuse_by_head(core_, parser.get())) {
    // Unread bytes of a body must not be taken for the next request.
    bool keep = parser.is_done() && parser.get().keep_alive();
    co_return co_await send(std::move(*refused), head_only, keep);
  }
  if (path_of(parser.get()) == "/ws") co_return co_await upgrade(parser.get());
  if (path_of(parser.get()) == "/events") co_return co_await stream_events(parser.get());
  auto fields = field_count(parser.get());
  if (auto fault = co_await read_body(parser)) co_return co_await send(std::move(*fault), head_only, false);
  if (field_count(parser.get()) != fields) {
    // The parser takes trailers for fields of the head, and these have been checked already.
    count_reject("http_parse");
    co_return co_await send(fault_reply(400, kind::invalid, "Trailers are not accepted."), head_only, false);
  }

  auto request = parser.release();
  bool keep = request.keep_alive();
  // Named, because g++ 12 destroys a braced argument of a co_await twice.
  peer from{address_, ticket_.group()};
  auto reply = co_await answer_request(core_, request, from);
  co_return co_await send(std::move(reply), head_only, keep);
}

// `size` stays 0 when the peer ended without a request.
task<std::optional<http_reply>> http_connection::read_head(std::size_t& size) {
  const auto& conf = core_.shared().settings.gateway;
  std::size_t looked_at = 0;
  bool may_be_empty_line = true;
  if (buffer_.size() == 0) expires_after(seconds(conf.idle_seconds));
  for (bool begun = false;;) {
    // RFC 9112 2.2: one empty line before a request is forgiven.
    if (may_be_empty_line && view_of(buffer_).starts_with("\r\n")) buffer_.consume(2);
    if (buffer_.size() > 1) may_be_empty_line = false;
    if (buffer_.size() > 0 && view_of(buffer_) != "\r") {
      if (!begun) expires_after(seconds(conf.header_seconds));
      begun = true;
      idle_ = false;
      auto scan = find_head(view_of(buffer_), looked_at);
      looked_at = buffer_.size();
      auto fault = scan.fault;
      if (!fault && scan.size > 0) fault = check_request_head(view_of(buffer_).substr(0, scan.size));
      if (fault) {
        count_reject("http_head");
        co_return closing(fault_reply(fault->status, kind::invalid, fault->sentence));
      }
      if (scan.size > 0) {
        size = scan.size;
        co_return std::nullopt;
      }
    }
    error_code ec;
    auto n = co_await socket_.async_read_some(buffer_.prepare(read_size),
                                              asio::redirect_error(asio::use_awaitable, ec));
    if (ec && begun && timed_out_) {
      count_reject("http_slow");
      co_return closing(fault_reply(408, kind::invalid, "The head took too long."));
    }
    if (ec) co_return std::nullopt;
    buffer_.commit(n);
  }
}

task<std::optional<http_reply>> http_connection::read_body(http::request_parser<http::string_body>& parser) {
  if (parser.is_done()) co_return std::nullopt;
  const auto& conf = core_.shared().settings.gateway;
  expires_after(seconds(conf.body_seconds));
  if (!header_of(parser.get(), http::field::expect).empty() && buffer_.size() == 0)
    co_await asio::async_write(socket_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")),
                               asio::use_awaitable);
  error_code ec;
  co_await http::async_read(socket_, buffer_, parser, asio::redirect_error(asio::use_awaitable, ec));
  if (!ec) co_return std::nullopt;
  if (ec == http::error::body_limit) co_return fault_reply(413, kind::invalid, "The body is too large.");
  if (timed_out_) {
    count_reject("http_slow");
    co_return fault_reply(408, kind::invalid, "The body took too long.");
  }
  if (ec.category() == make_error_code(http::error::bad_chunk).category()) {
    count_reject("http_parse");
    co_return fault_reply(400, kind::invalid, "The body could not be understood.");
  }
  throw boost::system::system_error(ec);
}

task<http_connection::progress> http_connection::send(http_reply reply, bool head_only, bool keep_alive) {
  keep_alive = keep_alive && !reply.close && !core_.draining();
  auto head = reply_head(reply, keep_alive, core_.shared().public_origins.secure());
  expires_after(write_time);
  auto content = head_only || reply.status == 304 ? std::string_view() : reply.content();
  std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(content)};
  co_await asio::async_write(socket_, parts, asio::use_awaitable);
  if (keep_alive) co_return progress::go_on;
  co_await linger();
  co_return progress::end;
}

// Closing with unread bytes would reset the connection and might take the answer with it.
task<> http_connection::linger() {
  error_code ec;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  expires_after(linger_time);
  std::array<char, 4096> ignored;
  for (std::size_t total = 0; !ec && total < (1 << 20);)
    total += co_await socket_.async_read_some(asio::buffer(ignored),
                                              asio::redirect_error(asio::use_awaitable, ec));
}
}  // namespace verbund::gateway
