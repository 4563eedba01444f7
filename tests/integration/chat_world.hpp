// A database with one association, a group, people and a channel, and chat replicas to ask.
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "services/chat/service.hpp"
#include "services/chat/sql.hpp"
#include "services/members/sql.hpp"
#include "shared/async/test_loop.hpp"
#include "shared/postgres/migrate.hpp"
#include "shared/postgres/test_database.hpp"
#include "shared/rpc/worker.hpp"

namespace verbund {

/// Somebody signed in.
struct person {
  uuid member = new_uuid();
  uuid session = new_uuid();
};

class chat_world {
 public:
  chat_world() {
    std::vector<std::span<const postgres::migration>> all{members::sql::migrations(),
                                                          chat::sql::migrations()};
    postgres::migrate(database.conninfo(), all);
    add_space(association, "association", "null", "members");
    add_space(group, "working_group", quote(association), "group");
    add_channel(channel, group);
  }

  person join(const std::string& role, const uuid& space) {
    person p;
    database.execute("insert into members.members (id, email, name) values (" + quote(p.member) + ", '" +
                     to_string(p.member) + "@example.org', 'Test')");
    database.execute("insert into members.memberships (space, member, role) values (" + quote(space) + ", " +
                     quote(p.member) + ", '" + role + "')");
    database.execute("insert into members.sessions (id, member, token_hash, kind, expires_at) values (" +
                     quote(p.session) + ", " + quote(p.member) + ", sha256('" + to_string(p.session) +
                     "'), 'browser', now() + interval '1 day')");
    return p;
  }

  void add_space(const uuid& id, const std::string& kind, const std::string& parent,
                 const std::string& readers) {
    database.execute("insert into members.spaces (id, kind, name, plate, parent, readers, joins) values (" +
                     quote(id) + ", '" + kind + "', 'Test', 'T', " + parent + ", '" + readers + "', 'free')");
  }
  void add_channel(const uuid& id, const uuid& space) {
    database.execute("insert into chat.streams (id, kind) values (" + quote(id) + ", 'channel')");
    database.execute("insert into chat.channels (id, space, name, created_by, request_hash) values (" +
                     quote(id) + ", " + quote(space) + ", 'Austausch', " + quote(id) + ", '')");
  }

  static std::string quote(const uuid& id) { return "'" + to_string(id) + "'"; }
  std::int64_t count(const std::string& sql) { return std::stoll(database.execute(sql)); }

  settings machine() const {
    settings s;
    auto conninfo = postgres::test_maintenance();
    auto at = conninfo.find("host=") + 5;
    s.postgres.host = conninfo.substr(at, conninfo.find(' ', at) - at);
    s.postgres.database = database.name();
    s.redis.address = "unix:/nonexistent/redis.sock";  // events are not what these tests look at
    return s;
  }

  postgres::test_database database;
  uuid association = new_uuid(), group = new_uuid(), channel = new_uuid();
};

/// One replica of chat; requests are given to it as lines, as a link would.
class chat_replica {
 public:
  chat_replica(asio::io_context& io, const chat_world& world)
      : worker_(io, services(io, world.machine()), 100000) {}

  /// Sends a request; its answer line is kept under the number that is returned.
  std::uint64_t send(const person& who, std::string_view method, std::string params) {
    rpc::link_request r;
    r.id = ++last_;
    r.method = method;
    r.member = who.member;
    r.session = who.session;
    r.address = "127.0.0.1";
    r.ms_left = 20000;
    r.trace = "0000000000000000";
    r.params = params;
    std::string line;
    rpc::append_request(line, r);
    line.pop_back();
    auto id = last_;
    worker_.handle(line, [this, id](std::string answer) { answers_[id] = std::move(answer); });
    return id;
  }
  bool answered(std::uint64_t id) const { return answers_.contains(id); }
  const std::string& answer(std::uint64_t id) const { return answers_.at(id); }
  std::size_t answers() const { return answers_.size(); }

 private:
  static std::vector<std::unique_ptr<rpc::service>> services(asio::io_context& io, const settings& s) {
    std::vector<std::unique_ptr<rpc::service>> list;
    list.push_back(chat::make_service(io, s));
    return list;
  }
  rpc::worker worker_;
  std::uint64_t last_ = 0;
  std::map<std::uint64_t, std::string> answers_;
};
}  // namespace verbund
