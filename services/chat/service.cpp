// Registers chat's handlers and holds what they stand on.
#include "services/chat/service.hpp"

#include "services/chat/handlers.hpp"
#include "services/chat/streams.hpp"
#include "shared/streams/serve.hpp"
#include "shared/streams/upkeep.hpp"

namespace verbund::chat {
namespace {
class chat_service final : public rpc::service {
 public:
  chat_service(asio::io_context& io, const settings& s)
      : db_(io, postgres::pool_settings{.conninfo = rpc::conninfo(s.postgres, "chat"),
                                        .size = static_cast<std::size_t>(s.postgres.connections),
                                        .name = "chat"}),
        redis_(io, redis::settings_from(s.redis)),
        publisher_(redis_),
        sets_(io, db_, &publisher_, {.lock_streams = &sql::lock_streams, .outbox = "chat"}),
        context_{db_},
        streams_(context_),
        upkeep_(io, db_, sql::forget_gone),
        outbox_upkeep_(io, db_, sql::forget_outbox) {
    namespace m = proto::methods;
    table_.answer(m::list_channels, context_, list_channels);
    table_.answer(m::history, context_, history);
    table_.answer(m::new_messages, context_, new_messages);
    table_.answer(m::get_excerpts, context_, get_excerpts);
    streams::serve(table_, streams_,
                   {m::chat_streams, m::chat_watchable, m::chat_positions, m::chat_changes});
    table_.write(m::create_channel, context_, create_channel);
    table_.write(m::send_message, context_, send_message);
    table_.write(m::edit_message, context_, edit_message);
    table_.write(m::delete_message, context_, delete_message);
    table_.write(m::mark_read, context_, mark_read);
  }

  std::string_view name() const override { return "chat"; }
  const rpc::handlers& table() const override { return table_; }
  rpc::write_sets* sets() override { return &sets_; }
  std::string not_ready() const override { return db_.ready() ? "" : "PostgreSQL cannot be reached"; }

 private:
  postgres::pool db_;
  redis::client redis_;
  events::publisher publisher_;
  rpc::write_sets sets_;
  context context_;
  stream_owner streams_;
  streams::upkeep upkeep_, outbox_upkeep_;
  rpc::handlers table_;
};
}  // namespace

std::unique_ptr<rpc::service> make_service(asio::io_context& io, const settings& s) {
  return std::make_unique<chat_service>(io, s);
}
}  // namespace verbund::chat
