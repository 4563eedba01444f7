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
task<proto::excerpts> new_messages(context&, request, proto::new_messages);
task<proto::excerpts> get_excerpts(context&, request, proto::get_excerpts);
task<rpc::write> mark_read(context&, request, proto::mark_read);
}  // namespace verbund::chat
