// From settings to what a service connects with.
#include "shared/rpc/service.hpp"

#include <fstream>
#include <stdexcept>

namespace verbund::rpc {
namespace {
/// A value of a libpq connection string, quoted.
std::string connection_value(std::string_view text) {
  std::string out = "'";
  for (char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}
}  // namespace

std::string conninfo(const postgres_settings& s, std::string_view role) {
  std::string out = "host=" + connection_value(s.host) + " port=" + std::to_string(s.port) +
                    " dbname=" + connection_value(s.database) +
                    " user=" + connection_value(s.role_prefix + std::string(role)) +
                    " application_name=" + connection_value("verbund-" + std::string(role)) +
                    // A write waits for a stream's row this long, then its set is tried again. Every
                    // statement is a few look-ups by key: one plan serves all its parameters (planning anew
                    // takes longer than storing a message), and one made while the tables were small must not
                    // read them whole later. Compiling such statements never pays.
                    " options='-c lock_timeout=250ms -c plan_cache_mode=force_generic_plan -c "
                    "enable_seqscan=off -c jit=off'";
  if (!s.password_file.empty()) out += " passfile=" + connection_value(s.password_file);
  return out;
}

redis::settings redis_at(const redis_settings& s) {
  redis::settings out{s.address, s.user, {}};
  if (s.password_file.empty()) return out;
  std::ifstream file(s.password_file);
  if (!std::getline(file, out.password)) throw std::runtime_error("cannot read " + s.password_file);
  return out;
}
}  // namespace verbund::rpc
