// The files of a demo association (infra/demo/README.md) as structs.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "infra/admin/demo/conversation.hpp"
#include "proto/space.hpp"

namespace verbund::admin::demo {

struct channel {
  std::string key;
  proto::text<1, 80> name;
  proto::text<0, 250> purpose;
};
BOOST_DESCRIBE_STRUCT(channel, (), (key, name, purpose))

struct space {
  std::string key;
  proto::space_kind kind = proto::space_kind::working_group;
  proto::text<1, 120> name;
  proto::text<1, 3> plate;
  std::optional<std::string> parent;
  proto::space_readers readers = proto::space_readers::group;
  proto::space_joining joins = proto::space_joining::invitation;
  bool listed = true;
  std::vector<std::string> regions;
  std::vector<demo::channel> channels;
};
BOOST_DESCRIBE_STRUCT(space, (), (key, kind, name, plate, parent, readers, joins, listed, regions, channels))

struct association {
  std::vector<space> spaces;  ///< a parent before its children
};
BOOST_DESCRIBE_STRUCT(association, (), (spaces))

struct workplace {
  proto::text<1, 120> place;
  std::string ags;
  proto::text<0, 80> school_type;
  proto::text<0, 120> traeger;
};
BOOST_DESCRIBE_STRUCT(workplace, (), (place, ags, school_type, traeger))

struct membership {
  std::string space;
  proto::role role = proto::role::member;
};
BOOST_DESCRIBE_STRUCT(membership, (), (space, role))

struct person {
  std::string key;
  proto::text<1, 120> name;
  proto::email email;
  demo::workplace workplace;
  std::vector<membership> spaces;
  std::optional<std::string> demo_role;  ///< one of the accounts whose sign-in is told
};
BOOST_DESCRIBE_STRUCT(person, (), (key, name, email, workplace, spaces, demo_role))

struct files {
  association spaces;
  std::vector<person> people;
  std::map<std::string, conversation> talk;  ///< by "<space>.<channel>"
};

/// Reads them all. Throws failure naming the file and what is wrong with it.
files read_files(const std::string& directory);
}  // namespace verbund::admin::demo
