// The catalogue as lists, for routing, generating and testing.
#include "proto/catalogue.hpp"

#include <unordered_map>

namespace verbund::proto {
namespace {
constexpr method_info catalogue[] = {
    methods::server_status.info,
    methods::set_up.info,
    methods::sign_in.info,
    methods::sign_out.info,
    methods::current.info,
    methods::create_token.info,
    methods::resolve_session.info,
    methods::keep_sessions.info,
    methods::access_since.info,
    methods::list_spaces.info,
    methods::list_members.info,
    methods::find_members.info,
    methods::get_members.info,
    methods::list_sessions.info,
    methods::end_session.info,
    methods::end_other_sessions.info,
    methods::join_space.info,
    methods::accept_invitation.info,
    methods::decline_invitation.info,
    methods::withdraw_application.info,
    methods::leave_space.info,
    methods::invite_member.info,
    methods::uninvite_member.info,
    methods::list_applications.info,
    methods::answer_application.info,
    methods::remove_member.info,
    methods::set_role.info,
    methods::mute_member.info,
    methods::archive_space.info,
    methods::list_suspensions.info,
    methods::suspend_member.info,
    methods::confirm_suspension.info,
    methods::end_suspension.info,
    methods::list_channels.info,
    methods::create_channel.info,
    methods::send_message.info,
    methods::edit_message.info,
    methods::delete_message.info,
    methods::history.info,
    methods::new_messages.info,
    methods::get_excerpts.info,
    methods::mark_read.info,
    methods::subscribe.info,
    methods::unsubscribe.info,
    methods::chat_streams.info,
    methods::chat_watchable.info,
    methods::chat_positions.info,
    methods::chat_changes.info,
    methods::members_streams.info,
    methods::members_watchable.info,
    methods::members_positions.info,
    methods::members_changes.info,
    methods::get_inbox.info,
    methods::mark_seen.info,
    methods::notify_streams.info,
    methods::notify_watchable.info,
    methods::notify_positions.info,
    methods::notify_changes.info,
};

constexpr object_info objects[] = {
    {"message", "channel", &wire::codec<message>::of, "A message of a channel."},
    {"channel", "space", &wire::codec<channel>::of, "A channel of a space."},
    {"read_mark", "member", &wire::codec<read_mark>::of, "How far I have read a channel; only I see it."},
    {"membership", "roster", &wire::codec<membership>::of, "Somebody in a space."},
    {"application", "applications", &wire::codec<application>::of, "Somebody who wants to join a space."},
    {"place", "account", &wire::codec<place>::of, "How I stand to a space; only I see it."},
    {"own_session", "account", &wire::codec<own_session>::of, "A session or token of mine; only I see it."},
    {"inbox_item", "inbox", &wire::codec<inbox_item>::of, "What reached me; only I see it."},
};

constexpr event_info events[] = {
    {"live.hello", &wire::codec<hello>::of,
     "The first message of a WebSocket, or of an answer of GET /events."},
    {"live.changed", &wire::codec<changed>::of, "The new state of one object of a stream."},
    {"live.closed", &wire::codec<closed>::of, "Streams I watched and may no longer watch."},
    {"live.resumed", &wire::codec<subscribed>::of,
     "GET /events only, next after hello: what the streams asked for hold beyond the positions asked from."},
    {"live.head", &wire::codec<head>::of, "A stream watched at level head has moved."},
};

constexpr stream_info streams[] = {
    {"channel", "chat", "The messages of a channel; for everybody who may read it."},
    {"space", "chat", "The channels of a space; for everybody who may read it."},
    {"member", "chat", "What only one member may see: her read marks."},
    {"roster", "members", "Who is in a space; for everybody who may read it."},
    {"applications", "members", "Who wants to join a space; for who leads it."},
    {"account", "members", "What only one member may see: her spaces and sessions."},
    {"inbox", "notify", "What reached a member; for her alone."},
};
}  // namespace

std::string_view name_of(scope s) {
  return boost::describe::enum_to_string(s, "");
}

std::span<const method_info> all_methods() {
  return catalogue;
}

const method_info* find_method(std::string_view name) {
  static const auto index = [] {
    std::unordered_map<std::string_view, const method_info*> map;
    for (const auto& m : catalogue) map.emplace(m.name, &m);
    return map;
  }();
  auto found = index.find(name);
  return found == index.end() ? nullptr : found->second;
}

std::span<const object_info> all_objects() {
  return objects;
}
std::span<const event_info> all_events() {
  return events;
}
std::span<const stream_info> all_streams() {
  return streams;
}

std::string_view stream_owner(std::string_view kind) {
  for (const auto& s : streams)
    if (s.kind == kind) return s.service;
  return {};
}
}  // namespace verbund::proto
