// From the machine's settings to a connection's.
#include "shared/redis/settings.hpp"

#include <fstream>
#include <stdexcept>

namespace verbund::redis {
settings settings_from(const redis_settings& s) {
  settings out{s.address, s.user, {}};
  if (s.password_file.empty()) return out;
  std::ifstream file(s.password_file);
  if (!std::getline(file, out.password)) throw std::runtime_error("cannot read " + s.password_file);
  return out;
}
}  // namespace verbund::redis
