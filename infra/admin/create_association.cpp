// create-association: the association without the set-up page.
#include <iostream>

#include "infra/admin/commands.hpp"
#include "infra/admin/database.hpp"
#include "proto/types.hpp"
#include "services/admin/sql.hpp"

namespace verbund::admin {
namespace {
constexpr option options[] = {
    {"--name", "NAME", "what it calls itself", true},
    {"--plate", "PLATE", "one to three letters", true},
};

void create_association(const environment& env, const arguments& given) {
  auto name = given.get_as<proto::text<1, 120>>("--name");
  auto plate = given.get_as<proto::plate>("--plate");
  auto id = new_uuid();
  database(env.conninfo).run(sql::add_association, postgres::values(id, name, plate));
  std::cout << to_string(id) << "\n";
}
}  // namespace

const command create_association_command{"create-association", "Make the association; there can be only one.",
                                         options, &create_association};
}  // namespace verbund::admin
