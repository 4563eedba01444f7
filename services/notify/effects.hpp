// What notify does because of what other services have done.
#pragma once
#include "services/notify/context.hpp"
#include "shared/outbox/consumer.hpp"
#include "shared/streams/announce.hpp"

namespace verbund::notify {

/// An effect on inboxes: what its transaction has moved is announced after the commit.
class inbox_effect : public outbox::effect {
 public:
  explicit inbox_effect(context& c) : context_(c) {}
  task<> committed(steady_clock::time_point deadline) final;

 protected:
  context& context_;
  std::vector<streams::moved> moved_;
};

/// Makes the inbox rows of a changed message what its text says now.
class chat_mentions final : public inbox_effect {
 public:
  using inbox_effect::inbox_effect;
  task<> apply(postgres::connection&, std::vector<outbox::entry>, steady_clock::time_point) override;
};

/// Takes away what a member may no longer read.
class lost_rights final : public inbox_effect {
 public:
  using inbox_effect::inbox_effect;
  task<> apply(postgres::connection&, std::vector<outbox::entry>, steady_clock::time_point) override;
};
}  // namespace verbund::notify
