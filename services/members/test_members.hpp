// A migrated database with people and spaces in it, for the tests of members.
#pragma once
#include <atomic>
#include <memory>

#include "proto/catalogue.hpp"
#include "services/members/context.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"
#include "services/members/token.hpp"
#include "shared/async/test_loop.hpp"
#include "shared/base/catch.hpp"
#include "shared/postgres/migrate.hpp"
#include "shared/postgres/test_database.hpp"

namespace verbund::members {

inline constexpr auto test_password = "ein recht langes Passwort";

inline std::string quoted(const uuid& id) {
  return "'" + to_string(id) + "'";
}

/// Everything in it has random names, so that tests may run side by side.
class test_members {
 public:
  test_members() {
    const std::span<const postgres::migration> all[] = {sql::migrations()};
    postgres::migrate(database.conninfo(), all);
  }

  std::string execute(const std::string& sql) { return database.execute(sql); }
  std::string runtime_conninfo() const { return database.conninfo() + " user=verbund_members"; }

  /// An account that can sign in with test_password.
  uuid add_member(const std::string& email, bool guest = false) {
    static const std::string hash = hash_password(test_password, 1);
    auto id = new_uuid();
    execute("insert into members.members (id, email, name, password_hash, guest) values (" + quoted(id) +
            ", '" + email + "', 'Name of " + email + "', '" + hash + "', " + (guest ? "true" : "false") +
            ")");
    return id;
  }
  /// One who is in the association too, as everybody but guests is.
  uuid add_colleague(const std::string& email) {
    auto id = add_member(email);
    join(association(), id, "member");
    return id;
  }
  const uuid& association() {
    if (association_.is_nil()) association_ = add_space("association", "members", true);
    return association_;
  }
  uuid add_space(const std::string& kind, const std::string& readers, bool listed) {
    auto id = new_uuid();
    auto parent = kind == "association" ? std::string("null") : quoted(association());
    execute("insert into members.spaces (id, kind, name, plate, parent, readers, joins, listed) values (" +
            quoted(id) + ", '" + kind + "', 'The " + readers + " " + kind + "', 'XY', " + parent + ", '" +
            readers + "', 'invitation', " + (listed ? "true" : "false") + ")");
    return id;
  }
  void join(const uuid& space, const uuid& member, const std::string& role) {
    execute("insert into members.memberships (space, member, role) values (" + quoted(space) + ", " +
            quoted(member) + ", '" + role + "')");
  }
  /// A session that began now, and its token.
  struct begun {
    uuid session;
    std::string token;
  };
  begun begin_session(const uuid& member, bool program = false) {
    begun b{new_uuid(), new_token(program ? program_prefix : std::string_view())};
    static constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (unsigned char c : hash_of(b.token)) hex += {digits[c >> 4], digits[c & 15]};
    execute("insert into members.sessions (id, member, token_hash, kind, expires_at) values (" +
            quoted(b.session) + ", " + quoted(member) + ", '\\x" + hex + "', '" +
            (program ? "token" : "browser") + "', now() + interval '180 days')");
    return b;
  }
  /// A request of a member with a new session.
  rpc::request request_of(const uuid& member) {
    auto rq = anonymous();
    rq.member = member;
    rq.session = begin_session(member).session;
    return rq;
  }
  /// A request of nobody in particular, over HTTP.
  static rpc::request anonymous(const std::string& address = "192.0.2.7") {
    rpc::request rq;
    rq.address = address;
    rq.deadline = steady_clock::now() + std::chrono::seconds(20);
    rq.cookie_to_set = std::make_shared<std::optional<rpc::cookie>>();
    return rq;
  }

  postgres::test_database database;
  limits_settings limits = cheap();

 private:
  static limits_settings cheap() {
    limits_settings s;
    s.password_memory_mib = 1;
    return s;
  }
  uuid association_;
};

/// Runs `test(context)`, a coroutine, as the service's own role.
template <class Test>
void with_service(test_members& data, Test test) {
  run_loop([&](asio::io_context& io) -> task<> {
    postgres::pool_settings s;
    s.conninfo = data.runtime_conninfo();
    context ctx{{io, s}, password_hasher(data.limits), data.limits};
    co_await test(ctx);
    ctx.db.close();
  });
}

/// Why the coroutine refused, as "kind message"; empty when it did not.
template <class T>
task<std::string> refusal_of(task<T> work) {
  try {
    co_await std::move(work);
  } catch (const refusal& r) {
    co_return std::string(name_of(r.why)) + ": " + r.message;
  }
  co_return "";
}
}  // namespace verbund::members
