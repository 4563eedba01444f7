// migrate: bring every service's schema to what this version needs.
#include <iostream>

#include "infra/admin/commands.hpp"
#include "services/chat/sql.hpp"
#include "services/members/sql.hpp"
#include "services/notify/sql.hpp"
#include "shared/postgres/migrate.hpp"

namespace verbund::admin {
namespace {
void migrate(const environment& env, const arguments&) {
  // Each service's views and grants stand on those of the ones before it.
  const std::span<const postgres::migration> all[] = {members::sql::migrations(), chat::sql::migrations(),
                                                      notify::sql::migrations()};
  postgres::migrate(env.conninfo, all, [](std::string_view line) { std::cout << line << "\n"; });
}
}  // namespace

const command migrate_command{"migrate", "Bring the database to this version.", {}, &migrate};
}  // namespace verbund::admin
