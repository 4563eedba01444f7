// Putting members together: its pool, its hashing threads, its handlers by method.
#include "services/members/service.hpp"

#include "proto/catalogue.hpp"
#include "services/members/handlers.hpp"
#include "services/members/lapses.hpp"
#include "services/members/sql.hpp"
#include "services/members/streams.hpp"
#include "shared/redis/settings.hpp"
#include "shared/streams/serve.hpp"
#include "shared/streams/upkeep.hpp"

namespace verbund::members {
namespace {
postgres::pool_settings pool_of(const postgres_settings& s) {
  postgres::pool_settings out;
  out.conninfo = rpc::conninfo(s, "members");
  out.size = static_cast<std::size_t>(std::max<std::int64_t>(s.connections, 1));
  out.name = "members";
  return out;
}

class members_service final : public rpc::service {
 public:
  members_service(asio::io_context& io, const settings& s)
      : redis_(io, redis::settings_from(s.redis)),
        publisher_(redis_),
        context_{{io, pool_of(s.postgres)}, password_hasher(s.limits), s.limits, &streams_, &publisher_},
        streams_(context_),
        lapses_(io, context_.db),
        gone_(io, context_.db, sql::forget_gone),
        dead_(io, context_.db, sql::end_dead_sessions) {
    namespace m = proto::methods;
    streams::serve(handlers_, streams_,
                   {m::members_streams, m::members_watchable, m::members_positions, m::members_changes});
    handlers_.answer(m::server_status, context_, &server_status);
    handlers_.answer(m::set_up, context_, &set_up);
    handlers_.answer(m::sign_in, context_, &sign_in);
    handlers_.answer(m::sign_out, context_, &sign_out);
    handlers_.answer(m::current, context_, &current_session);
    handlers_.answer(m::create_token, context_, &create_token);
    handlers_.answer(m::list_sessions, context_, &list_sessions);
    handlers_.perform(m::end_session, context_, &end_session);
    handlers_.answer(m::end_other_sessions, context_, &end_other_sessions);
    handlers_.answer(m::resolve_session, context_, &resolve_session);
    handlers_.answer(m::keep_sessions, context_, &keep_sessions);
    handlers_.answer(m::access_since, context_, &access_since);
    handlers_.answer(m::list_spaces, context_, &list_spaces);
    handlers_.answer(m::list_members, context_, &list_members);
    handlers_.answer(m::find_members, context_, &find_members);
    handlers_.answer(m::get_members, context_, &get_members);
    handlers_.perform(m::join_space, context_, &join_space);
    handlers_.perform(m::accept_invitation, context_, &accept_invitation);
    handlers_.perform(m::decline_invitation, context_, &decline_invitation);
    handlers_.perform(m::withdraw_application, context_, &withdraw_application);
    handlers_.perform(m::leave_space, context_, &leave_space);
    handlers_.perform(m::invite_member, context_, &invite_member);
    handlers_.perform(m::uninvite_member, context_, &uninvite_member);
    handlers_.answer(m::list_applications, context_, &list_applications);
    handlers_.perform(m::answer_application, context_, &answer_application);
    handlers_.perform(m::remove_member, context_, &remove_member);
    handlers_.perform(m::set_role, context_, &set_role);
    handlers_.perform(m::mute_member, context_, &mute_member);
    handlers_.perform(m::archive_space, context_, &archive_space);
    handlers_.answer(m::list_suspensions, context_, &list_suspensions);
    handlers_.perform(m::suspend_member, context_, &suspend_member);
    handlers_.perform(m::confirm_suspension, context_, &confirm_suspension);
    handlers_.perform(m::end_suspension, context_, &end_suspension);
  }

  std::string_view name() const override { return "members"; }
  const rpc::handlers& table() const override { return handlers_; }
  rpc::write_sets* sets() override { return nullptr; }
  std::string not_ready() const override { return context_.db.ready() ? "" : "PostgreSQL cannot be reached"; }

 private:
  redis::client redis_;
  events::publisher publisher_;
  context context_;
  stream_owner streams_;
  lapses lapses_;
  streams::upkeep gone_;  ///< what went from its stream long ago
  streams::upkeep dead_;  ///< sessions whose time was up
  rpc::handlers handlers_;
};
}  // namespace

std::unique_ptr<rpc::service> make_service(asio::io_context& io, const settings& s) {
  return std::make_unique<members_service>(io, s);
}
}  // namespace verbund::members
