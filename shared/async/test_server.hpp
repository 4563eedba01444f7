// A server process of a test's own, which ends with the test program however that ends.
#pragma once
#include <pwd.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace verbund {

/// A temporary directory with a shell in it. The shell runs the commands and ends them when its input does:
/// when this object goes, or the process dies.
class test_server {
 public:
  /// `commands` see $dir, start the server in the background and leave its process id in $server.
  explicit test_server(const std::string& commands) {
    char path[] = "/tmp/verbund_test_XXXXXX";
    if (!mkdtemp(path)) throw std::runtime_error("no temporary directory for a test server");
    directory_ = path;
    std::string script = "dir=" + directory_ + "\ntrap '' INT TERM HUP\n" + commands +
                         "\ncat >/dev/null\nkill -QUIT $server 2>/dev/null\ni=0\nwhile [ $i -lt 50 ] && kill "
                         "-0 $server 2>/dev/null; do sleep 0.1; "
                         "i=$((i+1)); done\nkill -9 $server 2>/dev/null\nrm -rf \"$dir\"\n";
    input_ = popen(script.c_str(), "w");
    if (!input_) throw std::runtime_error("a test server could not be started");
  }
  ~test_server() { pclose(input_); }
  test_server(const test_server&) = delete;
  test_server& operator=(const test_server&) = delete;

  const std::string& directory() const { return directory_; }

 private:
  std::string directory_;
  FILE* input_ = nullptr;
};

/// Before a command that refuses to run as root: the words that run it as somebody else.
inline std::string as_ordinary_user() {
  if (getuid() != 0) return "";
  return getpwnam("postgres") ? "runuser -u postgres -- " : "runuser -u nobody -- ";
}
}  // namespace verbund
