// create-space: a regional or working group of the association.
#include <iostream>
#include <sstream>

#include "infra/admin/commands.hpp"
#include "infra/admin/database.hpp"
#include "proto/space.hpp"
#include "services/admin/sql.hpp"

namespace verbund::admin {
namespace {
constexpr option options[] = {
    {"--kind", "KIND", "regional_group or working_group", true},
    {"--name", "NAME", "its name", true},
    {"--plate", "PLATE", "one to three letters", true},
    {"--readers", "WHO", "public, members, group or consultation (default: members)"},
    {"--joins", "HOW", "free, request or invitation (default: free)"},
    {"--unlisted", "", "known only to those who are in it"},
    {"--regions", "KEYS", "AGS keys it covers, separated by commas"},
};

std::vector<std::string> separated(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ',');) out.push_back(part);
  return out;
}

void create_space(const environment& env, const arguments& given) {
  auto kind = given.get_as<proto::space_kind>("--kind");
  if (kind == proto::space_kind::association)
    throw usage_error("Use create-association for the association.");
  auto name = given.get_as<proto::text<1, 120>>("--name");
  auto plate = given.get_as<proto::plate>("--plate");
  auto readers = given.get_as<proto::space_readers>("--readers", "members");
  auto joins = given.get_as<proto::space_joining>("--joins", "free");
  auto regions = separated(given.get("--regions"));
  auto id = new_uuid();

  database db(env.conninfo);
  transaction all(db);
  auto values = postgres::values(id, kind, name, plate, readers, joins, !given.has("--unlisted"));
  if (db.run(sql::add_space, std::move(values)).empty())
    throw failure("There is no association yet. Make one first: verbund-admin create-association.");
  db.run(sql::add_space_regions, postgres::values(id, regions));
  all.commit();
  std::cout << to_string(id) << "\n";
}
}  // namespace

const command create_space_command{"create-space", "Make a group of the association.", options,
                                   &create_space};
}  // namespace verbund::admin
