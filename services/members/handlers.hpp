// The methods of members, one function and one file each.
#pragma once
#include "proto/access.hpp"
#include "proto/membership.hpp"
#include "proto/session.hpp"
#include "proto/space.hpp"
#include "proto/suspension.hpp"
#include "services/members/context.hpp"
#include "shared/rpc/request.hpp"

namespace verbund::members {

/// How long a browser keeps its cookie; the session itself may end earlier.
inline constexpr std::int64_t cookie_seconds = 180 * 24 * 60 * 60;
/// On a shared device the cookie itself goes soon, whatever the browser does with it.
inline constexpr std::int64_t shared_cookie_seconds = 12 * 60 * 60;

task<proto::server_status_result> server_status(context&, rpc::request, proto::server_status);
task<proto::current_session> set_up(context&, rpc::request, proto::set_up);
task<proto::current_session> sign_in(context&, rpc::request, proto::sign_in);
task<proto::empty> sign_out(context&, rpc::request, proto::sign_out);
task<proto::current_session> current_session(context&, rpc::request, proto::current);
task<proto::created_token> create_token(context&, rpc::request, proto::create_token);
task<proto::resolved_session> resolve_session(context&, rpc::request, proto::resolve_session);
task<proto::kept_sessions> keep_sessions(context&, rpc::request, proto::keep_sessions);
task<proto::revocations> access_since(context&, rpc::request, proto::access_since);
task<proto::session_list> list_sessions(context&, rpc::request, proto::list_sessions);
task<proto::empty> end_session(context&, rpc::request, proto::end_session);
task<proto::ended_sessions> end_other_sessions(context&, rpc::request, proto::end_other_sessions);
task<proto::space_list> list_spaces(context&, rpc::request, proto::list_spaces);
task<proto::member_cards> find_members(context&, rpc::request, proto::find_members);
task<proto::member_page> list_members(context&, rpc::request, proto::list_members);
task<proto::member_cards> get_members(context&, rpc::request, proto::get_members);
task<proto::place> join_space(context&, rpc::request, proto::join_space);
task<proto::place> accept_invitation(context&, rpc::request, proto::accept_invitation);
task<proto::empty> decline_invitation(context&, rpc::request, proto::decline_invitation);
task<proto::empty> withdraw_application(context&, rpc::request, proto::withdraw_application);
task<proto::empty> leave_space(context&, rpc::request, proto::leave_space);
task<proto::invitation> invite_member(context&, rpc::request, proto::invite_member);
task<proto::empty> uninvite_member(context&, rpc::request, proto::uninvite_member);
task<proto::application_list> list_applications(context&, rpc::request, proto::list_applications);
task<proto::empty> answer_application(context&, rpc::request, proto::answer_application);
task<proto::empty> remove_member(context&, rpc::request, proto::remove_member);
task<proto::membership> set_role(context&, rpc::request, proto::set_role);
task<proto::mute> mute_member(context&, rpc::request, proto::mute_member);
task<proto::empty> archive_space(context&, rpc::request, proto::archive_space);
task<proto::suspension_list> list_suspensions(context&, rpc::request, proto::list_suspensions);
task<proto::suspension> suspend_member(context&, rpc::request, proto::suspend_member);
task<proto::suspension> confirm_suspension(context&, rpc::request, proto::confirm_suspension);
task<proto::empty> end_suspension(context&, rpc::request, proto::end_suspension);
}  // namespace verbund::members
