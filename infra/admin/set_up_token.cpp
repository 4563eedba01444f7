// set-up-token: the one-time secret of the set-up page, while there is no association.
#include <iostream>

#include "infra/admin/commands.hpp"
#include "infra/admin/database.hpp"
#include "services/admin/sql.hpp"
#include "services/members/token.hpp"

namespace verbund::admin {
namespace {
void set_up_token(const environment& env, const arguments&) {
  database db(env.conninfo);
  auto token = members::new_token();
  if (db.run(sql::add_set_up_token, postgres::values(members::hash_of(token))).empty()) {
    std::cerr << "There is an association already; it needs no set-up token.\n";
    return;
  }
  std::cout << token << "\n";
}
}  // namespace

const command set_up_token_command{
    "set-up-token",
    "Print a one-time token for the set-up page; nothing once there is an association.",
    {},
    &set_up_token};
}  // namespace verbund::admin
