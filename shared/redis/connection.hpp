// One connection to Redis from its opening to its end: bytes by Asio, replies by hiredis' reader.
#pragma once
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "shared/async/task.hpp"
#include "shared/redis/settings.hpp"

struct redisReply;
struct redisReader;

namespace verbund::redis {

/// What an exception of a connection says, without where in Asio it was thrown.
std::string reason(const std::exception&);

/// Always held by a shared_ptr: what is in flight keeps it alive. Is opened once and ends once.
class connection : public std::enable_shared_from_this<connection> {
 public:
  using reply_handler = std::function<void(const redisReply&)>;

  connection(asio::io_context&, settings);
  ~connection();

  /// Resolves, connects and signs in; throws std::exception when that fails or is not done by the deadline.
  task<> open(steady_clock::time_point deadline);
  /// Appends a command; what is sent in one turn of the loop leaves in one write.
  void send(std::span<const std::string_view> arguments);
  /// Hands over each reply in order until the connection ends, which it tells by throwing std::exception.
  /// What the handler throws ends the connection too.
  task<> read(reply_handler on_reply);
  /// Ends it; open or read then throw.
  void close();
  /// When something was last received.
  steady_clock::time_point heard() const { return heard_; }

 private:
  struct free_reader {
    void operator()(redisReader*) const;
  };
  task<> connect();
  void flush();

  asio::io_context& io_;
  settings settings_;
  asio::generic::stream_protocol::socket socket_;
  std::unique_ptr<redisReader, free_reader> reader_;
  std::function<void()> stop_resolving_;
  std::string unsent_, sending_;
  bool scheduled_ = false;
  bool writing_ = false;
  bool closed_ = false;
  steady_clock::time_point heard_;
};
}  // namespace verbund::redis
