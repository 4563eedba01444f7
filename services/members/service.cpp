// Putting members together: its pool, its hashing threads, its handlers by method.
#include "services/members/service.hpp"

#include "proto/catalogue.hpp"
#include "services/members/handlers.hpp"

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
      : context_{{io, pool_of(s.postgres)}, password_hasher(s.limits), s.limits} {
    namespace m = proto::methods;
    handlers_.answer(m::server_status, context_, &server_status);
    handlers_.answer(m::set_up, context_, &set_up);
    handlers_.answer(m::sign_in, context_, &sign_in);
    handlers_.answer(m::sign_out, context_, &sign_out);
    handlers_.answer(m::current, context_, &current_session);
    handlers_.answer(m::create_token, context_, &create_token);
    handlers_.answer(m::resolve_session, context_, &resolve_session);
    handlers_.answer(m::keep_sessions, context_, &keep_sessions);
    handlers_.answer(m::access_since, context_, &access_since);
    handlers_.answer(m::list_spaces, context_, &list_spaces);
    handlers_.answer(m::list_members, context_, &list_members);
    handlers_.answer(m::get_members, context_, &get_members);
  }

  std::string_view name() const override { return "members"; }
  const rpc::handlers& table() const override { return handlers_; }
  rpc::write_sets* sets() override { return nullptr; }
  std::string not_ready() const override { return context_.db.ready() ? "" : "PostgreSQL cannot be reached"; }

 private:
  context context_;
  rpc::handlers handlers_;
};
}  // namespace

std::unique_ptr<rpc::service> make_service(asio::io_context& io, const settings& s) {
  return std::make_unique<members_service>(io, s);
}
}  // namespace verbund::members
