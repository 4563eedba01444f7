// set-password: for who has forgotten hers.
#include <iostream>

#include "infra/admin/commands.hpp"
#include "infra/admin/database.hpp"
#include "infra/admin/password.hpp"
#include "proto/types.hpp"
#include "services/admin/sql.hpp"
#include "services/members/password_hasher.hpp"

namespace verbund::admin {
namespace {
constexpr option options[] = {
    {"--email", "ADDRESS", "of the account", true},
    {"--password-file", "FILE",
     "its first line is the password, - for standard input; else one is made and printed"},
};

struct account_row {
  uuid id;
  std::int64_t tokens = 0;
};
BOOST_DESCRIBE_STRUCT(account_row, (), (id, tokens))

void set_password(const environment& env, const arguments& given) {
  auto email = given.get_as<proto::email>("--email");
  bool made = !given.has("--password-file");
  auto password = made ? random_password() : read_password(given.get("--password-file"));
  auto hash = members::hash_password(password, env.settings.limits.password_memory_mib);
  database db(env.conninfo);
  auto account = db.maybe<account_row>(sql::set_password, postgres::values(email, hash));
  if (!account) throw failure("There is no account with this e-mail address.");
  if (made) std::cout << "password: " << password << "\n";
  if (account->tokens > 0)
    std::cout << "programs that keep their access by a token: " << account->tokens << "\n";
}
}  // namespace

const command set_password_command{"set-password",
                                   "Give an account a new password and end its sessions in browsers.",
                                   options, &set_password};
}  // namespace verbund::admin
