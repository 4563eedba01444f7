// From settings to how a service connects with PostgreSQL.
#include "shared/rpc/service.hpp"

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
}  // namespace verbund::rpc
