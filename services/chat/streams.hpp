// Chat's streams: channel (messages), space (channels), member (her own read marks).
#pragma once
#include "services/chat/context.hpp"
#include "shared/streams/owner.hpp"

namespace verbund::chat {

/// The right to a stream is the right to what it is of.
class stream_owner final : public streams::owner {
 public:
  explicit stream_owner(context& c) : context_(c) {}
  task<> require_session(request) override;
  task<streams::standings> watchable(request, std::vector<proto::stream_name>) override;
  task<proto::stream_positions> positions(request, std::vector<proto::stream_name>) override;
  task<std::optional<proto::stream_state>> read(request, streams::question) override;

 private:
  context& context_;
};
}  // namespace verbund::chat
