// Putting members together: its pool, its hashing threads, its handlers by method.
#include "services/members/service.hpp"

#include "proto/catalogue.hpp"
#include "services/members/handlers.hpp"
#include "services/members/lapses.hpp"

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
      : context_{{io, pool_of(s.postgres)}, password_hasher(s.limits), s.limits}, lapses_(io, context_.db) {
    namespace m = proto::methods;
    handlers_.answer(m::server_status, context_, &server_status);
    handlers_.answer(m::set_up, context_, &set_up);
    handlers_.answer(m::sign_in, context_, &sign_in);
    handlers_.answer(m::sign_out, context_, &sign_out);
    handlers_.answer(m::current, context_, &current_session);
    handlers_.answer(m::create_token, context_, &create_token);
    handlers_.answer(m::list_sessions, context_, &list_sessions);
    handlers_.answer(m::end_session, context_, &end_session);
    handlers_.answer(m::end_other_sessions, context_, &end_other_sessions);
    handlers_.answer(m::resolve_session, context_, &resolve_session);
    handlers_.answer(m::keep_sessions, context_, &keep_sessions);
    handlers_.answer(m::access_since, context_, &access_since);
    handlers_.answer(m::list_spaces, context_, &list_spaces);
    handlers_.answer(m::list_members, context_, &list_members);
    handlers_.answer(m::get_members, context_, &get_members);
    handlers_.answer(m::join_space, context_, &join_space);
    handlers_.answer(m::accept_invitation, context_, &accept_invitation);
    handlers_.answer(m::decline_invitation, context_, &decline_invitation);
    handlers_.answer(m::withdraw_application, context_, &withdraw_application);
    handlers_.answer(m::leave_space, context_, &leave_space);
    handlers_.answer(m::invite_member, context_, &invite_member);
    handlers_.answer(m::uninvite_member, context_, &uninvite_member);
    handlers_.answer(m::list_applications, context_, &list_applications);
    handlers_.answer(m::answer_application, context_, &answer_application);
    handlers_.answer(m::remove_member, context_, &remove_member);
    handlers_.answer(m::set_role, context_, &set_role);
    handlers_.answer(m::mute_member, context_, &mute_member);
    handlers_.answer(m::archive_space, context_, &archive_space);
    handlers_.answer(m::list_suspensions, context_, &list_suspensions);
    handlers_.answer(m::suspend_member, context_, &suspend_member);
    handlers_.answer(m::confirm_suspension, context_, &confirm_suspension);
    handlers_.answer(m::end_suspension, context_, &end_suspension);
  }

  std::string_view name() const override { return "members"; }
  const rpc::handlers& table() const override { return handlers_; }
  rpc::write_sets* sets() override { return nullptr; }
  std::string not_ready() const override { return context_.db.ready() ? "" : "PostgreSQL cannot be reached"; }

 private:
  context context_;
  lapses lapses_;
  rpc::handlers handlers_;
};
}  // namespace

std::unique_ptr<rpc::service> make_service(asio::io_context& io, const settings& s) {
  return std::make_unique<members_service>(io, s);
}
}  // namespace verbund::members
