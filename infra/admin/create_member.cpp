// create-member: an account, and its membership of the association.
#include <iostream>

#include "infra/admin/commands.hpp"
#include "infra/admin/database.hpp"
#include "infra/admin/password.hpp"
#include "proto/types.hpp"
#include "services/admin/sql.hpp"
#include "services/members/password_hasher.hpp"

namespace verbund::admin {
namespace {
constexpr option options[] = {
    {"--email", "ADDRESS", "to sign in with", true},
    {"--name", "NAME", "as others see it", true},
    {"--plate", "PLATE", "of the place of work, up to three letters"},
    {"--guest", "", "from outside the association: joins nothing by itself"},
    {"--password-file", "FILE",
     "its first line is the password, - for standard input; else one is made and printed"},
};

void create_member(const environment& env, const arguments& given) {
  auto email = given.get_as<proto::email>("--email");
  auto name = given.get_as<proto::text<1, 120>>("--name");
  auto plate = given.has("--plate") ? given.get_as<proto::plate>("--plate") : proto::plate();
  bool guest = given.has("--guest"), made = !given.has("--password-file");
  auto password = made ? random_password() : read_password(given.get("--password-file"));
  auto hash = members::hash_password(password, env.settings.limits.password_memory_mib);
  auto id = new_uuid();

  database db(env.conninfo);
  transaction all(db);
  db.run(sql::add_member, postgres::values(id, email, name, plate, guest, hash));
  if (!guest) db.run(sql::join_association, postgres::values(id));
  all.commit();
  std::cout << to_string(id) << "\n";
  if (made) std::cout << "password: " << password << "\n";
}
}  // namespace

const command create_member_command{"create-member",
                                    "Make an account, as a member of the association if there is one.",
                                    options, &create_member};
}  // namespace verbund::admin
