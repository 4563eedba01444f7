// Writing spaces, people and memberships of a demo association.
#include <unordered_map>

#include "infra/admin/arguments.hpp"
#include "infra/admin/demo/load.hpp"
#include "services/admin/sql.hpp"

namespace verbund::admin::demo {
namespace {
/// The plates of Saxony's Kreise, as on its roads; what the demo's members carry.
std::string plate_of(const std::string& ags) {
  static const std::unordered_map<std::string, std::string> plates{
      {"14511", "C"},  {"14521", "ERZ"}, {"14522", "FG"}, {"14523", "V"},   {"14524", "Z"},
      {"14612", "DD"}, {"14625", "BZ"},  {"14626", "GR"}, {"14627", "MEI"}, {"14628", "PIR"},
      {"14713", "L"},  {"14729", "L"},   {"14730", "TDO"}};
  auto found = plates.find(ags);
  return found == plates.end() ? "" : found->second;
}

const uuid& known(const std::map<std::string, uuid>& ids, const std::string& key, const std::string& who) {
  auto found = ids.find(key);
  if (found == ids.end()) throw failure("The demo's " + who + " names \"" + key + "\", which is nowhere.");
  return found->second;
}

void load_spaces(database& db, const association& a, ids& to) {
  std::vector<uuid> spaces, covering;
  std::vector<std::string> kinds, names, plates, readers, joins, regions;
  std::vector<std::optional<uuid>> parents;
  std::vector<bool> listed;
  for (const auto& s : a.spaces) {
    auto id = to.spaces.emplace(s.key, new_uuid()).first->second;
    spaces.push_back(id);
    kinds.emplace_back(wire::name_of(s.kind));
    names.push_back(s.name);
    plates.push_back(s.plate);
    readers.emplace_back(wire::name_of(s.readers));
    joins.emplace_back(wire::name_of(s.joins));
    listed.push_back(s.listed);
    parents.push_back(s.parent ? std::optional(known(to.spaces, *s.parent, s.key)) : std::nullopt);
    for (const auto& ags : s.regions) {
      covering.push_back(id);
      regions.push_back(ags);
    }
  }
  db.run(sql::demo_add_spaces,
         postgres::values(spaces, kinds, names, plates, parents, readers, joins, listed));
  db.run(sql::demo_add_space_regions, postgres::values(covering, regions));
}

void load_members(database& db, const std::vector<person>& people, const passwords& secrets, ids& to) {
  std::vector<uuid> members;
  std::vector<std::string> emails, names, plates, hashes, places, regions, school_types, traeger;
  for (const auto& p : people) {
    members.push_back(to.people.emplace(p.key, new_uuid()).first->second);
    emails.push_back(p.email);
    names.push_back(p.name);
    plates.push_back(plate_of(p.workplace.ags));
    auto special = secrets.special.find(p.key);
    hashes.push_back(special == secrets.special.end() ? secrets.others : special->second);
    places.push_back(p.workplace.place);
    regions.push_back(p.workplace.ags);
    school_types.push_back(p.workplace.school_type);
    traeger.push_back(p.workplace.traeger);
  }
  db.run(sql::demo_add_members, postgres::values(members, emails, names, plates, hashes));
  db.run(sql::demo_add_workplaces, postgres::values(members, places, regions, school_types, traeger));
}

void load_memberships(database& db, const std::vector<person>& people, const ids& from) {
  std::vector<uuid> spaces, members;
  std::vector<std::string> roles;
  for (const auto& p : people)
    for (const auto& m : p.spaces) {
      spaces.push_back(known(from.spaces, m.space, p.key));
      members.push_back(from.people.at(p.key));
      roles.emplace_back(wire::name_of(m.role));
    }
  db.run(sql::demo_add_memberships, postgres::values(spaces, members, roles));
}
}  // namespace

void load_people(database& db, const files& f, const passwords& secrets, ids& to) {
  load_spaces(db, f.spaces, to);
  load_members(db, f.people, secrets, to);
  load_memberships(db, f.people, to);
}
}  // namespace verbund::admin::demo
