// The stream inbox:<member>, for its member alone.
#pragma once
#include "services/notify/context.hpp"

namespace verbund::notify {

class stream_owner final : public streams::owner {
 public:
  explicit stream_owner(postgres::pool& db) : db_(db) {}
  task<> require_session(request) override;
  task<streams::standings> watchable(request, std::vector<proto::stream_name>) override;
  task<proto::stream_positions> positions(request, std::vector<proto::stream_name>) override;
  task<std::optional<proto::stream_state>> read(request, streams::question) override;

 private:
  postgres::pool& db_;
};
}  // namespace verbund::notify
