// Spaces and the people in them. Owned by members.
#pragma once
#include "proto/method.hpp"

namespace verbund::proto {

enum class space_kind { association, regional_group, working_group };
BOOST_DESCRIBE_ENUM(space_kind, association, regional_group, working_group)

/// Who reads what is written in a space.
enum class space_readers { public_, members, group, consultation };
BOOST_DESCRIBE_ENUM(space_readers, public_, members, group, consultation)

enum class space_joining { free, request, invitation };
BOOST_DESCRIBE_ENUM(space_joining, free, request, invitation)

/// A role holds for one space and is not inherited.
enum class role { guest, observer, member, moderation, coordination, administration };
BOOST_DESCRIBE_ENUM(role, guest, observer, member, moderation, coordination, administration)

/// How I stand to a space.
enum class standing { none, invited, applied, joined };
BOOST_DESCRIBE_ENUM(standing, none, invited, applied, joined)

struct list_spaces {};
BOOST_DESCRIBE_STRUCT(list_spaces, (), ())

/// A place with members, as the asking member sees it.
struct space {
  space_id id;
  space_kind kind = space_kind::working_group;
  std::string name;
  std::string plate;  ///< one to three letters
  std::optional<space_id> parent;
  space_readers readers = space_readers::group;
  space_joining joins = space_joining::invitation;
  std::vector<std::string> regions;  ///< AGS keys a regional group covers
  std::int64_t member_count = 0;
  std::optional<proto::role> role;  ///< mine; absent when I have not joined
  proto::standing standing = proto::standing::none;
  bool leads = false;                    ///< I decide about joins and roles in it
  bool moderates = false;                ///< I may mute in it
  std::optional<timestamp> archived_at;  ///< read as before, nobody writes
};
BOOST_DESCRIBE_STRUCT(space, (),
                      (id, kind, name, plate, parent, readers, joins, regions, member_count, role, standing,
                       leads, moderates, archived_at))

struct space_list {
  std::vector<space> spaces;
};
BOOST_DESCRIBE_STRUCT(space_list, (), (spaces))

struct list_members {
  space_id space;
  std::optional<member_id> after;  ///< the last id of the page before
  std::optional<whole<1, 200>> limit;
};
BOOST_DESCRIBE_STRUCT(list_members, (), (space, after, limit))

struct find_members {
  space_id space;
  text<1, 80> name;  ///< how a part of it begins; case and accents make no difference
};
BOOST_DESCRIBE_STRUCT(find_members, (), (space, name))

/// A person as shown beside what she wrote.
struct member_card {
  member_id id;
  std::string name;
  std::string plate;                ///< of the place of work; may be empty
  std::optional<proto::role> role;  ///< in the space asked about
};
BOOST_DESCRIBE_STRUCT(member_card, (), (id, name, plate, role))

struct member_page {
  std::vector<member_card> members;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(member_page, (), (members, more))

/// Names for the authors on screen.
struct get_members {
  list<member_id, 200> members;
};
BOOST_DESCRIBE_STRUCT(get_members, (), (members))

struct member_cards {
  std::vector<member_card> members;  ///< those that exist and may be seen, in no order
};
BOOST_DESCRIBE_STRUCT(member_cards, (), (members))
}  // namespace verbund::proto
