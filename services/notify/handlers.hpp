// Notify's handlers, one file each.
#pragma once
#include "services/notify/context.hpp"

namespace verbund::notify {
task<proto::inbox_page> get_inbox(context&, request, proto::get_inbox);
task<proto::seen_items> mark_seen(context&, request, proto::mark_seen);
}  // namespace verbund::notify
