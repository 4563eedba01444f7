// session.sign_in: count the attempt, hash whatever was sent, then answer.
#include <sodium.h>

#include "services/members/attempts.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"
#include "services/members/token.hpp"

namespace verbund::members {
namespace {
struct account_row {
  proto::member_id id;
  std::string password_hash;
  std::string status;
};
BOOST_DESCRIBE_STRUCT(account_row, (), (id, password_hash, status))

/// One answer for an unknown account and a wrong password.
refusal wrong() {
  return refusal(kind::unauthenticated, "The e-mail address or the password is not right.");
}
}  // namespace

task<proto::current_session> sign_in(context& ctx, rpc::request rq, proto::sign_in p) {
  auto counted = co_await count_attempt(ctx, rq, p.email);
  auto account =
      co_await ctx.db.maybe<account_row>(sql::find_account, postgres::values(p.email), rq.deadline);
  std::string password = p.password;
  sodium_memzero(p.password.data(), p.password.size());
  auto hash = account ? account->password_hash : std::string();
  if (!co_await ctx.passwords.verify(std::move(password), hash, rq.deadline)) throw wrong();
  if (account->status == "suspended") throw refusal(kind::forbidden, "This account is suspended.");
  if (account->status == "unconfirmed")
    throw refusal(kind::forbidden, "Please confirm your e-mail address first.");

  auto token = new_token();
  bool shared = p.shared_device.value_or(false);
  auto session = co_await ctx.db.maybe<proto::current_session>(
      sql::start_session, postgres::values(new_uuid(), account->id, hash_of(token), shared, hash),
      rq.deadline);
  if (!session) throw wrong();
  co_await forgive(ctx, rq, counted);
  if (rq.cookie_to_set)
    *rq.cookie_to_set = rpc::cookie{std::move(token), shared ? shared_cookie_seconds : cookie_seconds};
  co_return *session;
}
}  // namespace verbund::members
