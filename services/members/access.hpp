// The only functions that decide what somebody may do or see; a handler asks one of them first.
#pragma once
#include <string>

#include "proto/session.hpp"
#include "proto/space.hpp"
#include "services/members/context.hpp"
#include "shared/rpc/request.hpp"

namespace verbund::members {

using proto::session_kind;

/// The one who asks, as the database knows her at this moment.
struct viewer {
  proto::session_id session;
  proto::member_id member;
  session_kind kind = session_kind::browser;
};
BOOST_DESCRIBE_STRUCT(viewer, (), (session, member, kind))

/// Throws refusal unauthenticated unless the session lives and its member is active.
[[noreturn]] void refuse_session();
task<viewer> signed_in(context&, rpc::request);
/// The same for what only a person at a browser may do; a program's token is forbidden.
task<viewer> signed_in_by_browser(context&, rpc::request);
/// Throws refusal not_found unless she may read the space; whether it exists cannot be told from that.
task<viewer> reader_of(context&, rpc::request, proto::space_id);
}  // namespace verbund::members
