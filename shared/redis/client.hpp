// Commands to Redis over one multiplexed connection that comes back by itself.
#pragma once
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "shared/async/task.hpp"
#include "shared/base/error.hpp"
#include "shared/redis/reply.hpp"
#include "shared/redis/settings.hpp"

namespace verbund::redis {

/// Redis answered with an error ("WRONGTYPE …").
struct error : std::exception {
  explicit error(std::string message) : message(std::move(message)) {}
  std::string message;
  const char* what() const noexcept override { return message.c_str(); }
};

/// Lives on one io_context with one thread. Redis may be away at any moment: commands then fail at once.
class client {
 public:
  client(asio::io_context&, settings);
  ~client();
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  /// Sends one command. Throws refusal: unavailable when Redis is away, was lost meanwhile or does not answer
  /// by the deadline (the command may have been done), overloaded when 1,024 are outstanding; redis::error
  /// for its error.
  task<reply> command(std::vector<std::string> arguments, steady_clock::time_point deadline);
  /// The same from loose arguments: client.run(deadline, "set", key, value).
  template <class... A>
  task<reply> run(steady_clock::time_point deadline, const A&... arguments) {
    std::vector<std::string> list;
    list.reserve(sizeof...(arguments));
    (list.emplace_back(text(arguments)), ...);
    return command(std::move(list), deadline);
  }

  /// Publishes without waiting. Dropped and counted (verbund_redis_publish_failed_total) when Redis is away
  /// or too much is outstanding; counted too when it is lost before it has answered.
  void publish(std::string_view channel, std::string_view payload);

  bool connected() const;
  std::size_t outstanding() const;
  /// Ends the connection for good; outstanding commands fail.
  void close();

 private:
  template <class A>
  static std::string text(const A& a) {
    if constexpr (std::is_arithmetic_v<A>)
      return std::to_string(a);
    else
      return std::string(a);
  }
  struct state;
  std::shared_ptr<state> state_;
};
}  // namespace verbund::redis
