// Registers notify's handlers, reads other services' outboxes, and holds what both stand on.
#include "services/notify/service.hpp"

#include "services/notify/effects.hpp"
#include "services/notify/handlers.hpp"
#include "services/notify/streams.hpp"
#include "shared/streams/serve.hpp"
#include "shared/streams/upkeep.hpp"

namespace verbund::notify {
namespace {
class notify_service final : public rpc::service {
 public:
  notify_service(asio::io_context& io, const settings& s)
      : db_(io, postgres::pool_settings{.conninfo = rpc::conninfo(s.postgres, "notify"),
                                        .size = static_cast<std::size_t>(s.postgres.connections),
                                        .name = "notify"}),
        redis_(io, redis::settings_from(s.redis)),
        publisher_(redis_),
        streams_(db_),
        context_{db_, publisher_, streams_},
        upkeep_(io, db_, sql::forget_gone),
        mentions_(context_),
        rights_(context_),
        consumer_(io, db_, redis::settings_from(s.redis),
                  {.name = "notify",
                   .one_reader = &sql::one_reader,
                   .sources = {{"chat", &sql::take_chat, &sql::move_chat, &mentions_},
                               {"members", &sql::take_members, &sql::move_members, &rights_}}}) {
    namespace m = proto::methods;
    table_.answer(m::get_inbox, context_, get_inbox);
    table_.perform(m::mark_seen, context_, mark_seen);
    streams::serve(table_, streams_,
                   {m::notify_streams, m::notify_watchable, m::notify_positions, m::notify_changes});
  }

  std::string_view name() const override { return "notify"; }
  const rpc::handlers& table() const override { return table_; }
  rpc::write_sets* sets() override { return nullptr; }
  std::string not_ready() const override { return db_.ready() ? "" : "PostgreSQL cannot be reached"; }

 private:
  postgres::pool db_;
  redis::client redis_;
  events::publisher publisher_;
  stream_owner streams_;
  context context_;
  streams::upkeep upkeep_;
  chat_mentions mentions_;
  lost_rights rights_;
  outbox::consumer consumer_;
  rpc::handlers table_;
};
}  // namespace

std::unique_ptr<rpc::service> make_service(asio::io_context& io, const settings& s) {
  return std::make_unique<notify_service>(io, s);
}
}  // namespace verbund::notify
