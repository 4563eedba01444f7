// Chat's handlers, one file each.
#pragma once
#include "services/chat/context.hpp"

namespace verbund::chat {
task<proto::channel_list> list_channels(context&, request, proto::list_channels);
task<rpc::write> create_channel(context&, request, proto::create_channel);
task<rpc::write> send_message(context&, request, proto::send_message);
task<rpc::write> edit_message(context&, request, proto::edit_message);
task<rpc::write> delete_message(context&, request, proto::delete_message);
task<proto::message_page> history(context&, request, proto::history);
task<rpc::write> mark_read(context&, request, proto::mark_read);
task<proto::subscribed> live_streams(context&, request, proto::subscribe);
task<proto::watchable> live_watchable(context&, request, proto::watchable);
task<proto::stream_positions> live_positions(context&, request, proto::get_positions);
task<proto::stream_state> live_changes(context&, request, proto::get_changes);
}  // namespace verbund::chat
