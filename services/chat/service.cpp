// Registers chat's handlers and holds what they stand on.
#include "services/chat/service.hpp"

#include "services/chat/handlers.hpp"

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
        sets_(io, db_, &publisher_, {.lock_streams = &sql::lock_streams}),
        context_{db_} {
    namespace m = proto::methods;
    table_.answer(m::list_channels, context_, list_channels);
    table_.answer(m::history, context_, history);
    table_.answer(m::chat_streams, context_, live_streams);
    table_.answer(m::chat_watchable, context_, live_watchable);
    table_.answer(m::chat_positions, context_, live_positions);
    table_.answer(m::chat_changes, context_, live_changes);
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
  rpc::handlers table_;
};
}  // namespace

std::unique_ptr<rpc::service> make_service(asio::io_context& io, const settings& s) {
  return std::make_unique<chat_service>(io, s);
}
}  // namespace verbund::chat
