// The streams of members: roster (who is in a space), applications (who wants to), account (a member's own
// places and sessions).
#pragma once
#include "services/members/context.hpp"
#include "shared/streams/owner.hpp"

namespace verbund::members {

/// A roster is for who reads the space, its applications for who leads it, an account for its member.
class stream_owner final : public streams::owner {
 public:
  explicit stream_owner(context& c) : context_(c) {}
  task<> require_session(rpc::request) override;
  task<streams::standings> watchable(rpc::request, std::vector<proto::stream_name>) override;
  task<proto::stream_positions> positions(rpc::request, std::vector<proto::stream_name>) override;
  task<std::optional<proto::stream_state>> read(rpc::request, streams::question) override;

 private:
  context& context_;
};
}  // namespace verbund::members
