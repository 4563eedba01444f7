// A Redis for tests: the one that VERBUND_TEST_REDIS names or one started here, and one that may be killed.
#pragma once
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>

#include "shared/redis/settings.hpp"

namespace verbund::redis {

/// A server of the test's own on a unix socket; dies with this object or with the process.
class own_redis {
 public:
  own_redis() {
    char path[] = "/tmp/verbund_redis_XXXXXX";
    if (!mkdtemp(path)) throw std::runtime_error("no temporary directory for a test Redis");
    directory_ = path;
    start();
  }
  ~own_redis() {
    kill_9();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  own_redis(const own_redis&) = delete;
  own_redis& operator=(const own_redis&) = delete;

  settings where() const { return {"unix:" + socket()}; }

  void start() {
    std::filesystem::remove(socket());
    child_ = fork();
    if (child_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket().c_str(), "--save", "",
             "--appendonly", "no", "--dir", directory_.c_str(), "--logfile", (directory_ + "/log").c_str(),
             nullptr);
      _exit(127);
    }
    for (int i = 0; i < 400; ++i) {
      if (answers()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    throw std::runtime_error("the test Redis did not start");
  }
  void kill_9() {
    if (child_ <= 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    child_ = 0;
  }
  /// Stops the process without ending it: its sockets stay open and silent.
  void freeze() { kill(child_, SIGSTOP); }
  void thaw() { kill(child_, SIGCONT); }

 private:
  std::string socket() const { return directory_ + "/redis.sock"; }
  bool answers() const {
    int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket().c_str(), sizeof address.sun_path - 1);
    bool yes = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(fd);
    return yes;
  }
  std::string directory_;
  pid_t child_ = 0;
};

/// Where a Redis is that tests share; choose random names in it, and never harm it.
inline settings test_redis() {
  if (const char* given = std::getenv("VERBUND_TEST_REDIS"); given && *given) return {given};
  static own_redis server;
  return server.where();
}
}  // namespace verbund::redis
