// How people come into a space, what they are in it, and how they leave it. Owned by members.
#pragma once
#include "proto/space.hpp"

namespace verbund::proto {

/// How I stand to a space: the object "place" of the stream account:<me>; its id is the space's.
struct place {
  space_id space;
  proto::standing standing = proto::standing::none;
  std::optional<proto::role> role;  ///< mine, or the one I am invited to
  std::optional<timestamp> muted_until;
};
BOOST_DESCRIBE_STRUCT(place, (), (space, standing, role, muted_until))

/// Somebody in a space: the object "membership" of the stream roster:<space>; its id is the member's.
struct membership {
  space_id space;
  member_id member;
  proto::role role = proto::role::member;
  timestamp joined_at;
};
BOOST_DESCRIBE_STRUCT(membership, (), (space, member, role, joined_at))

/// Somebody who wants to join: the object "application" of the stream applications:<space>; its id is the
/// member's.
struct application {
  space_id space;
  member_id member;
  std::string note;
  timestamp applied_at;
};
BOOST_DESCRIBE_STRUCT(application, (), (space, member, note, applied_at))

/// Roles that somebody may be invited to.
enum class invited_role { guest, observer, member };
BOOST_DESCRIBE_ENUM(invited_role, guest, observer, member)

struct invitation {
  space_id space;
  member_id member;
  invited_role role = invited_role::member;
  member_id invited_by;
  timestamp invited_at;
};
BOOST_DESCRIBE_STRUCT(invitation, (), (space, member, role, invited_by, invited_at))

struct join_space {
  space_id space;
  std::optional<text<0, 500>> note;  ///< for those who answer an application
};
BOOST_DESCRIBE_STRUCT(join_space, (), (space, note))

struct accept_invitation {
  space_id space;
};
BOOST_DESCRIBE_STRUCT(accept_invitation, (), (space))

struct decline_invitation {
  space_id space;
};
BOOST_DESCRIBE_STRUCT(decline_invitation, (), (space))

struct withdraw_application {
  space_id space;
};
BOOST_DESCRIBE_STRUCT(withdraw_application, (), (space))

struct leave_space {
  space_id space;
};
BOOST_DESCRIBE_STRUCT(leave_space, (), (space))

struct invite_member {
  space_id space;
  member_id member;
  std::optional<invited_role> role;  ///< absent: member, or guest for a guest account
};
BOOST_DESCRIBE_STRUCT(invite_member, (), (space, member, role))

struct uninvite_member {
  space_id space;
  member_id member;
};
BOOST_DESCRIBE_STRUCT(uninvite_member, (), (space, member))

struct list_applications {
  space_id space;
};
BOOST_DESCRIBE_STRUCT(list_applications, (), (space))

struct application_list {
  std::vector<application> applications;  ///< the oldest first, at most 500
  std::vector<invitation> invitations;    ///< not yet answered, likewise
};
BOOST_DESCRIBE_STRUCT(application_list, (), (applications, invitations))

struct answer_application {
  space_id space;
  member_id member;
  bool accepted = false;
  std::optional<text<0, 500>> reason;
};
BOOST_DESCRIBE_STRUCT(answer_application, (), (space, member, accepted, reason))

struct remove_member {
  space_id space;
  member_id member;
  text<1, 500> reason;
};
BOOST_DESCRIBE_STRUCT(remove_member, (), (space, member, reason))

struct set_role {
  space_id space;
  member_id member;
  proto::role role = proto::role::member;
};
BOOST_DESCRIBE_STRUCT(set_role, (), (space, member, role))

struct mute_member {
  space_id space;
  member_id member;
  std::optional<timestamp> until;  ///< absent: she may write again
};
BOOST_DESCRIBE_STRUCT(mute_member, (), (space, member, until))

/// Until when somebody may not write in a space.
struct mute {
  space_id space;
  member_id member;
  std::optional<timestamp> until;
};
BOOST_DESCRIBE_STRUCT(mute, (), (space, member, until))

struct archive_space {
  space_id space;
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(archive_space, (), (space, archived))
}  // namespace verbund::proto
