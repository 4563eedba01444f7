// Opening, writing and reading one connection to Redis.
// hiredis gives its parser only: its own asynchronous context calls back into itself, frees itself under the
// caller's feet and resolves names while everything waits, in ways that differ between 0.14 and 1.2.
#include "shared/redis/connection.hpp"

#include <hiredis/hiredis.h>
#include <hiredis/read.h>

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>
#include <vector>

namespace verbund::redis {
namespace {
struct free_reply {
  void operator()(redisReply* r) const { freeReplyObject(r); }
};

void append_number(std::string& out, char kind, std::size_t n) {
  out += kind;
  out += std::to_string(n);
  out += "\r\n";
}
}  // namespace

std::string reason(const std::exception& e) {
  auto system = dynamic_cast<const boost::system::system_error*>(&e);
  return system ? system->code().message() : e.what();
}

void connection::free_reader::operator()(redisReader* r) const {
  redisReaderFree(r);
}

connection::connection(asio::io_context& io, settings s)
    : io_(io),
      settings_(std::move(s)),
      socket_(io),
      reader_(redisReaderCreate()),
      heard_(steady_clock::now()) {}
connection::~connection() = default;

void connection::close() {
  if (std::exchange(closed_, true)) return;
  error_code ignored;
  socket_.close(ignored);
  if (stop_resolving_) stop_resolving_();
}

task<> connection::connect() {
  std::string address = settings_.address;
  if (address.starts_with("unix:")) address.erase(0, 5);
  if (address.starts_with('/') || address != settings_.address) {
    asio::local::stream_protocol::endpoint there(address);
    co_await socket_.async_connect(there, asio::use_awaitable);
    co_return;
  }
  auto colon = address.rfind(':');
  if (colon == std::string::npos) throw std::runtime_error("address of Redis without a port: " + address);
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  asio::ip::tcp::resolver resolver(io_);
  stop_resolving_ = [&resolver] { resolver.cancel(); };
  struct guard {
    std::function<void()>& stop;
    ~guard() { stop = nullptr; }
  } g{stop_resolving_};
  auto found = co_await resolver.async_resolve(host, address.substr(colon + 1), asio::use_awaitable);
  for (const auto& entry : found) {
    if (closed_) break;
    error_code ec;
    socket_.close(ec);
    asio::generic::stream_protocol::endpoint there(entry.endpoint());
    co_await socket_.async_connect(there, asio::redirect_error(asio::use_awaitable, ec));
    if (ec) continue;
    socket_.set_option(asio::ip::tcp::no_delay(true), ec);
    co_return;
  }
  throw std::runtime_error("nobody answers at " + address);
}

task<> connection::open(steady_clock::time_point deadline) {
  auto self = shared_from_this();
  auto done = std::make_shared<bool>(false);
  asio::steady_timer timer(io_, deadline);
  timer.async_wait([self, done](error_code ec) {
    if (!ec && !*done) self->close();
  });
  struct guard {
    std::shared_ptr<bool> done;
    ~guard() { *done = true; }
  } g{done};
  co_await connect();
  if (settings_.password.empty()) co_return;
  std::vector<std::string_view> sign_in(1, "AUTH");
  if (!settings_.user.empty()) sign_in.push_back(settings_.user);
  sign_in.push_back(settings_.password);
  send(sign_in);
  // The first reply ends this read by an exception that is none.
  struct signed_in {};
  try {
    co_await read([](const redisReply& r) {
      if (r.type == REDIS_REPLY_ERROR) throw std::runtime_error("Redis refuses the sign-in");
      throw signed_in();
    });
  } catch (const signed_in&) {
  }
}

void connection::send(std::span<const std::string_view> arguments) {
  append_number(unsent_, '*', arguments.size());
  for (auto a : arguments) {
    append_number(unsent_, '$', a.size());
    unsent_ += a;
    unsent_ += "\r\n";
  }
  if (writing_ || std::exchange(scheduled_, true)) return;
  asio::post(io_, [self = shared_from_this()] {
    self->scheduled_ = false;
    self->flush();
  });
}

void connection::flush() {
  if (writing_ || closed_ || unsent_.empty()) return;
  writing_ = true;
  sending_.swap(unsent_);
  asio::async_write(socket_, asio::buffer(sending_), [self = shared_from_this()](error_code ec, std::size_t) {
    self->writing_ = false;
    self->sending_.clear();
    if (self->sending_.capacity() > 1 << 20) self->sending_.shrink_to_fit();
    if (ec)
      self->close();
    else
      self->flush();
  });
}

task<> connection::read(reply_handler on_reply) {
  [[maybe_unused]] auto keep_alive = shared_from_this();
  std::vector<char> buffer(16384);
  for (;;) {
    void* raw = nullptr;
    if (redisReaderGetReply(reader_.get(), &raw) != REDIS_OK)
      throw std::runtime_error("Redis sent what is no reply");
    if (raw) {
      std::unique_ptr<redisReply, free_reply> reply(static_cast<redisReply*>(raw));
      on_reply(*reply);
      if (closed_) throw std::runtime_error("closed");
      continue;
    }
    auto n = co_await socket_.async_read_some(asio::buffer(buffer), asio::use_awaitable);
    heard_ = steady_clock::now();
    if (redisReaderFeed(reader_.get(), buffer.data(), n) != REDIS_OK)
      throw std::runtime_error("out of memory");
    if (n == buffer.size() && n < 262144) buffer.resize(n * 2);
  }
}
}  // namespace verbund::redis
