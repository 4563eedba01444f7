// server.set_up: the first association and its first administrator, once.
#include <sodium.h>

#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"
#include "services/members/token.hpp"

namespace verbund::members {
namespace {
struct token_row {
  bool valid = false;
  bool done = false;
};
BOOST_DESCRIBE_STRUCT(token_row, (), (valid, done))

refusal done() {
  return refusal(kind::conflict, "The association has been set up already. Please sign in.");
}
refusal stale() {
  return refusal(kind::forbidden, "This set-up address is not valid any more. Ask for a new one.", "/token");
}
}  // namespace

task<proto::current_session> set_up(context& ctx, rpc::request rq, proto::set_up p) {
  auto key = hash_of(p.token);
  // Before the hashing, so that nobody can keep the server busy without a token.
  auto token = co_await ctx.db.maybe<token_row>(sql::find_set_up_token, postgres::values(key), rq.deadline);
  if (token->done) throw done();
  if (!token->valid) throw stale();

  std::string password = p.password;
  sodium_memzero(p.password.data(), p.password.size());
  auto password_hash = co_await ctx.passwords.hash(std::move(password), rq.deadline);
  auto secret = new_token();
  std::optional<proto::current_session> session;
  try {
    auto values = postgres::values(key, new_uuid(), p.association, p.plate, new_uuid(), p.email, p.name,
                                   password_hash, new_uuid(), hash_of(secret));
    session = co_await ctx.db.maybe<proto::current_session>(sql::set_up, std::move(values), rq.deadline);
  } catch (const postgres::error& e) {
    if (e.constraint == "one_association") throw done();
    if (e.constraint == "members_email")
      throw refusal(kind::conflict, "There is an account with this e-mail address already.", "/email");
    throw;
  }
  // Somebody used the token while we were hashing.
  if (!session) throw done();
  if (rq.cookie_to_set) *rq.cookie_to_set = rpc::cookie{std::move(secret), cookie_seconds};
  co_return *session;
}
}  // namespace verbund::members
