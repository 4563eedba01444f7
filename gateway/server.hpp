// The whole gateway: its cores and threads, from start to a drained end.
#pragma once
#include <memory>
#include <thread>
#include <vector>

#include "gateway/listener.hpp"
#include "gateway/site.hpp"

namespace verbund::gateway {

class server {
 public:
  /// Loads the page, binds the port; throws std::runtime_error with a sentence for the operator.
  explicit server(const verbund::settings&);
  ~server();

  /// Serves until SIGTERM or SIGINT, then drains and returns.
  void run();
  unsigned short port() const;

 private:
  void drain();
  void wait_until_empty();
  void stop();

  site site_;
  std::unique_ptr<listener> listener_;
  std::unique_ptr<asio::steady_timer> drain_timer_;
  std::chrono::steady_clock::time_point drain_end_;
  std::vector<std::thread> threads_;
};
}  // namespace verbund::gateway
