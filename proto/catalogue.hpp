// The catalogue: every method, object type, stream kind and event, declared once.
#pragma once
#include <span>

#include "proto/access.hpp"
#include "proto/chat.hpp"
#include "proto/inbox.hpp"
#include "proto/live.hpp"
#include "proto/membership.hpp"
#include "proto/session.hpp"
#include "proto/space.hpp"
#include "proto/suspension.hpp"

namespace verbund::proto {

namespace methods {
// members
inline constexpr auto server_status = reads<proto::server_status, server_status_result>(
    "members", "server.status", access::anyone,
    "What anybody may know: the association's name, whether set-up is open.");
inline constexpr auto set_up = writes<proto::set_up, current_session>(
    "members", "server.set_up", access::anyone, "", "Make the association and its first administrator, once.",
    transport::http_only);
inline constexpr auto sign_in = writes<proto::sign_in, current_session>(
    "members", "session.sign_in", access::anyone, "", "Start a session; the answer sets the cookie.",
    transport::http_only);
inline constexpr auto sign_out =
    writes<proto::sign_out, empty>("members", "session.sign_out", access::member, "",
                                   "End this session and clear the cookie.", transport::http_only);
inline constexpr auto current = reads<proto::current, current_session>(
    "members", "session.current", access::member, "Who is signed in here.");
inline constexpr auto create_token = needs(
    scope::browser,
    writes<proto::create_token, created_token>("members", "session.create_token", access::member, "",
                                               "Make a bearer token for a program; it is shown only once."));
inline constexpr auto list_sessions =
    needs(scope::browser, reads<proto::list_sessions, session_list>("members", "session.list", access::member,
                                                                    "My living sessions and tokens."));
inline constexpr auto end_session = needs(
    scope::browser, writes<proto::end_session, empty>("members", "session.end", access::member, "session",
                                                      "End a session or token of mine, at once."));
inline constexpr auto end_other_sessions =
    needs(scope::browser, writes<proto::end_other_sessions, ended_sessions>(
                              "members", "session.end_others", access::member, "",
                              "Sign me out of every other browser; tokens of programs stay."));
inline constexpr auto resolve_session = reads<proto::resolve_session, resolved_session>(
    "members", "session.resolve", access::gateway, "Whose cookie or bearer token this is.");
inline constexpr auto keep_sessions = writes<proto::keep_sessions, kept_sessions>(
    "members", "session.keep", access::gateway, "",
    "Keep used sessions from idling away and tell which have ended.");
inline constexpr auto access_since = reads<proto::access_since, revocations>(
    "members", "access.since", access::gateway, "What was taken away from whom, in order.");
inline constexpr auto list_spaces = reads<proto::list_spaces, space_list>(
    "members", "space.list", access::member, "The spaces I have joined and those listed for me.");
inline constexpr auto list_members = reads<proto::list_members, member_page>(
    "members", "space.members", access::member, "The members of a space, by id, a page at a time.");
inline constexpr auto find_members = reads<proto::find_members, member_cards>(
    "members", "space.find_members", access::member,
    "The first ten members of a space a part of whose name begins so.");
inline constexpr auto get_members = reads<proto::get_members, member_cards>(
    "members", "member.cards", access::member, "Names for ids, as far as I may see them.");
inline constexpr auto join_space = writes<proto::join_space, place>(
    "members", "space.join", access::member, "space",
    "Join a space: at once where joining is free or I am invited, else by an application.");
inline constexpr auto accept_invitation = writes<proto::accept_invitation, place>(
    "members", "space.accept", access::member, "space", "Join a space that I am invited to.");
inline constexpr auto decline_invitation = writes<proto::decline_invitation, empty>(
    "members", "space.decline", access::member, "space", "Turn down an invitation to a space.");
inline constexpr auto withdraw_application = writes<proto::withdraw_application, empty>(
    "members", "space.withdraw", access::member, "space", "Take back my application to a space.");
inline constexpr auto leave_space =
    writes<proto::leave_space, empty>("members", "space.leave", access::member, "space",
                                      "Leave a space; the association itself is not left so.");
inline constexpr auto invite_member =
    needs(scope::manage,
          writes<proto::invite_member, invitation>("members", "space.invite", access::member, "space",
                                                   "Invite somebody into a space; for its coordination."));
inline constexpr auto uninvite_member = needs(
    scope::manage, writes<proto::uninvite_member, empty>("members", "space.uninvite", access::member, "space",
                                                         "Take an invitation back; for the coordination."));
inline constexpr auto list_applications = reads<proto::list_applications, application_list>(
    "members", "space.applications", access::member,
    "Who wants to join a space, and who is invited; for its coordination.");
inline constexpr auto answer_application = needs(
    scope::manage,
    writes<proto::answer_application, empty>("members", "space.answer_application", access::member, "space",
                                             "Let an applicant in or not; for the coordination."));
inline constexpr auto remove_member =
    needs(scope::manage, writes<proto::remove_member, empty>(
                             "members", "space.remove_member", access::member, "space",
                             "Remove somebody from a space, with a reason; for its coordination."));
inline constexpr auto set_role =
    needs(scope::manage,
          writes<proto::set_role, membership>(
              "members", "space.set_role", access::member, "space",
              "Give somebody in a space another role; for its coordination. The administration appoints "
              "the first coordination of a space that has none."));
inline constexpr auto mute_member = needs(
    scope::manage,
    writes<proto::mute_member, mute>(
        "members", "space.mute_member", access::member, "space",
        "Somebody may not write in a space until a time; moderation up to seven days, coordination longer."));
inline constexpr auto archive_space =
    needs(scope::manage,
          writes<proto::archive_space, empty>("members", "space.archive", access::member, "space",
                                              "Archive a space or reopen it; for its coordination."));
inline constexpr auto list_suspensions = reads<proto::list_suspensions, suspension_list>(
    "members", "member.suspensions", access::member, "The suspensions in force; for the administration.");
inline constexpr auto suspend_member =
    needs(scope::manage,
          writes<proto::suspend_member, suspension>(
              "members", "member.suspend", access::member, "member",
              "Suspend an account at once; it ends after 72 hours unless another administrator confirms."));
inline constexpr auto confirm_suspension =
    needs(scope::manage, writes<proto::confirm_suspension, suspension>(
                             "members", "member.confirm_suspension", access::member, "member",
                             "Confirm the suspension that another administrator began."));
inline constexpr auto end_suspension =
    needs(scope::manage,
          writes<proto::end_suspension, empty>("members", "member.end_suspension", access::member, "member",
                                               "Lift a suspension; for the administration."));

// chat
inline constexpr auto list_channels = reads<proto::list_channels, channel_list>(
    "chat", "chat.list_channels", access::member,
    "The channels of a space, or of all my spaces, with what is unread.");
inline constexpr auto create_channel =
    needs(scope::manage,
          writes<proto::create_channel, channel>("chat", "chat.create_channel", access::member, "space",
                                                 "Open a channel in a space; for its coordination."));
inline constexpr auto send_message = writes<proto::send_message, message>(
    "chat", "chat.send_message", access::member, "channel", "Post a message to a channel.");
inline constexpr auto edit_message = writes<proto::edit_message, message>(
    "chat", "chat.edit_message", access::member, "channel", "Change the text of my own message.");
inline constexpr auto delete_message =
    writes<proto::delete_message, message>("chat", "chat.delete_message", access::member, "channel",
                                           "Take back my own message: its place stays, its text goes.");
inline constexpr auto history = reads<proto::history, message_page>("chat", "chat.history", access::member,
                                                                    "A page of a channel's messages.");
inline constexpr auto new_messages =
    reads<proto::new_messages, excerpts>("chat", "chat.new_messages", access::member,
                                         "Where something is unread in my spaces, the newest 200 channels: "
                                         "the first message I have not read.");
inline constexpr auto get_excerpts = reads<proto::get_excerpts, excerpts>(
    "chat", "chat.excerpts", access::member,
    "How these messages begin; those that I may not read, and those taken back, are left out.");
inline constexpr auto mark_read = writes<proto::mark_read, read_mark>(
    "chat", "chat.mark_read", access::member, "channel", "I have read the channel up to a number.");

// notify
inline constexpr auto get_inbox = reads<proto::get_inbox, inbox_page>(
    "notify", "notify.inbox", access::member, "A page of what reached me: messages that mention me.");
inline constexpr auto mark_seen = writes<proto::mark_seen, seen_items>(
    "notify", "notify.mark_seen", access::member, "",
    "I have seen these items of my inbox; those that went are left out.");

// streams: subscribe and unsubscribe are answered by the gateway, with the help of each stream's owner
inline constexpr auto subscribe =
    reads<proto::subscribe, subscribed>("gateway", "live.subscribe", access::member,
                                        "Watch streams. One refused stream refuses the call. Over HTTP: "
                                        "where they stand, to open GET /events with.");
inline constexpr auto unsubscribe = reads<proto::unsubscribe, empty>(
    "gateway", "live.unsubscribe", access::member,
    "Stop watching streams. Over HTTP nothing is kept that could be stopped.");
inline constexpr auto chat_streams =
    reads<proto::subscribe, subscribed>("chat", "chat.live_streams", access::gateway,
                                        "Check a member's right to streams and answer their state.");
inline constexpr auto chat_watchable = reads<proto::watchable, proto::watchable>(
    "chat", "chat.live_watchable", access::gateway, "Which of these streams a member may watch.");
inline constexpr auto chat_positions = reads<get_positions, stream_positions>(
    "chat", "chat.live_positions", access::gateway, "Where streams stand.");
inline constexpr auto chat_changes = reads<get_changes, stream_state>(
    "chat", "chat.live_changes", access::gateway, "The next changes of a stream beyond a position.");
inline constexpr auto members_streams =
    reads<proto::subscribe, subscribed>("members", "members.live_streams", access::gateway,
                                        "Check a member's right to streams and answer their state.");
inline constexpr auto members_watchable = reads<proto::watchable, proto::watchable>(
    "members", "members.live_watchable", access::gateway, "Which of these streams a member may watch.");
inline constexpr auto members_positions = reads<get_positions, stream_positions>(
    "members", "members.live_positions", access::gateway, "Where streams stand.");
inline constexpr auto members_changes = reads<get_changes, stream_state>(
    "members", "members.live_changes", access::gateway, "The next changes of a stream beyond a position.");
inline constexpr auto notify_streams =
    reads<proto::subscribe, subscribed>("notify", "notify.live_streams", access::gateway,
                                        "Check a member's right to streams and answer their state.");
inline constexpr auto notify_watchable = reads<proto::watchable, proto::watchable>(
    "notify", "notify.live_watchable", access::gateway, "Which of these streams a member may watch.");
inline constexpr auto notify_positions = reads<get_positions, stream_positions>(
    "notify", "notify.live_positions", access::gateway, "Where streams stand.");
inline constexpr auto notify_changes = reads<get_changes, stream_state>(
    "notify", "notify.live_changes", access::gateway, "The next changes of a stream beyond a position.");
}  // namespace methods

/// Every method, internal ones too, in order of declaration.
std::span<const method_info> all_methods();
/// The method of that name, or nothing.
const method_info* find_method(std::string_view name);
std::span<const object_info> all_objects();
std::span<const event_info> all_events();
std::span<const stream_info> all_streams();
/// The service that owns streams of this kind ("channel"), or empty.
std::string_view stream_owner(std::string_view kind);
}  // namespace verbund::proto
