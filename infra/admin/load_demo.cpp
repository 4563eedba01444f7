// load-demo: an association to look at, into a database that has none.
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "infra/admin/commands.hpp"
#include "infra/admin/demo/load.hpp"
#include "infra/admin/password.hpp"
#include "infra/admin/regions.hpp"
#include "services/admin/sql.hpp"
#include "services/members/password_hasher.hpp"
#include "services/members/token.hpp"

namespace verbund::admin {
namespace {
constexpr option options[] = {
    {"--directory", "DIR", "the demo's files (default: infra/demo)"},
    {"--accounts", "FILE", "where to write who can sign in, readable by you only; else they are printed"},
    {"--regions", "FILE", "the table of regions, where it is not loaded yet"},
};

struct account {
  std::string role;
  std::string email;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(account, (), (role, email, password))

struct state_row {
  bool association = false;
  std::int64_t regions = 0;
};
BOOST_DESCRIBE_STRUCT(state_row, (), (association, regions))

/// A password each for those whose sign-in is told; nobody knows that of the others.
demo::passwords make_passwords(const demo::files& f, std::int64_t memory_mib, std::vector<account>& told) {
  demo::passwords out;
  out.others = members::hash_password(members::new_token(), memory_mib);
  for (const auto& p : f.people) {
    if (!p.demo_role) continue;
    told.push_back({*p.demo_role, p.email, random_password()});
    out.special.emplace(p.key, members::hash_password(told.back().password, memory_mib));
  }
  return out;
}

/// Written completely or not at all, and never readable by others.
void write_secret(const std::string& path, const std::string& text) {
  auto beside = path + ".new";
  std::filesystem::remove(beside);
  int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) throw failure(path + " cannot be written.");
  bool good = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  good = ::fsync(file) == 0 && good;
  good = ::close(file) == 0 && good;
  if (!good) throw failure(path + " cannot be written.");
  std::filesystem::rename(beside, path);
}

void load_demo(const environment& env, const arguments& given) {
  auto accounts = given.get("--accounts");
  database db(env.conninfo);
  transaction all(db);
  db.run(sql::demo_lock);
  auto state = db.maybe<state_row>(sql::demo_state);
  if (state->association) {
    // Loaded by an earlier call: what was asked for is there.
    if (!accounts.empty() && std::filesystem::exists(accounts)) {
      std::cout << "The demo is loaded already.\n";
      return;
    }
    throw failure("There is an association already. The demo needs an empty database.");
  }

  auto files = demo::read_files(given.get("--directory", "infra/demo"));
  std::vector<account> told;
  auto secrets = make_passwords(files, env.settings.limits.password_memory_mib, told);
  if (state->regions == 0) import_regions(db, given.get("--regions", regions_file()));
  demo::ids ids;
  demo::load_people(db, files, secrets, ids);
  auto talk = demo::load_talk(db, files, ids, now());
  if (!accounts.empty()) write_secret(accounts, wire::encoded(told) + "\n");
  all.commit();

  std::cout << files.people.size() << " members, " << files.spaces.spaces.size() << " spaces, "
            << talk.channels << " channels, " << talk.messages << " messages\n";
  if (accounts.empty())
    for (const auto& a : told) std::cout << a.role << "  " << a.email << "  " << a.password << "\n";
}
}  // namespace

const command load_demo_command{"load-demo", "Load the demo association into a database that has none.",
                                options, &load_demo};
}  // namespace verbund::admin
