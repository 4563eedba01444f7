// set-role: what a member is in a space, by hand.
#include <iostream>

#include "infra/admin/commands.hpp"
#include "infra/admin/database.hpp"
#include "proto/space.hpp"
#include "services/admin/sql.hpp"

namespace verbund::admin {
namespace {
constexpr option options[] = {
    {"--email", "ADDRESS", "of the account", true},
    {"--space", "SPACE", "id or name of the space", true},
    {"--role", "ROLE", "guest, observer, member, moderation, coordination, administration, or none to leave",
     true},
};

struct found_row {
  std::optional<uuid> member;
  std::vector<uuid> spaces;
  std::string names;
};
BOOST_DESCRIBE_STRUCT(found_row, (), (member, spaces, names))

void set_role(const environment& env, const arguments& given) {
  auto email = given.get_as<proto::email>("--email");
  auto space = given.get("--space");
  bool leave = given.get("--role") == "none";
  auto role = leave ? proto::role::guest : given.get_as<proto::role>("--role");

  database db(env.conninfo);
  transaction all(db);
  auto found = db.maybe<found_row>(sql::find_member_and_space, postgres::values(email, space));
  if (!found->member) throw failure("There is no account with this e-mail address.");
  if (found->spaces.empty())
    throw failure("There is no space \"" + space + "\"; there are: " + found->names + ".");
  if (found->spaces.size() > 1)
    throw failure("Several spaces are called \"" + space + "\"; give the id of one.");
  if (leave)
    db.run(sql::remove_membership, postgres::values(found->spaces.front(), found->member));
  else
    db.run(sql::set_membership, postgres::values(found->spaces.front(), found->member, role));
  all.commit();
}
}  // namespace

const command set_role_command{"set-role", "Say what a member is in a space.", options, &set_role};
}  // namespace verbund::admin
