// Finding the command of a command line, its settings, and the sentence for what goes wrong.
#include "infra/admin/commands.hpp"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "shared/postgres/error.hpp"
#include "shared/rpc/service.hpp"

namespace verbund::admin {
namespace {
const command* const commands[] = {
    &migrate_command,      &set_up_token_command,  &import_regions_command, &create_association_command,
    &create_space_command, &create_member_command, &set_password_command,   &set_role_command,
    &load_demo_command};

constexpr option general[] = {
    {"--config", "FILE", "settings (default: $VERBUND_CONFIG)"},
    {"--owner", "ROLE", "PostgreSQL role that owns the database (default: role_prefix + \"owner\")"},
    {"--print-config", "", "print the settings in force and stop"},
    {"--help", "", "this text; behind a command: its options"},
};

void print_help() {
  std::cout << "usage: verbund-admin [--config FILE] COMMAND [OPTIONS]\n\ncommands:\n";
  for (const auto* c : commands) {
    std::string name(c->name);
    name.resize(20, ' ');
    std::cout << "  " << name << c->summary << "\n";
  }
  std::cout << "\noptions:\n" << describe(general);
}

void print_help(const command& c) {
  std::cout << "usage: verbund-admin [--config FILE] " << c.name << (c.options.empty() ? "" : " [OPTIONS]")
            << "\n"
            << c.summary << "\n";
  if (!c.options.empty()) std::cout << "\noptions:\n" << describe(c.options);
}

/// A sentence for what PostgreSQL refused; its own words as the last resort, because this is the operator's
/// tool.
std::string sentence(const postgres::error& e) {
  if (e.constraint == "members_email") return "There is an account with this e-mail address already.";
  if (e.constraint == "one_association") return "There is an association already.";
  if (e.constraint == "space_regions_ags_fkey" || e.constraint == "workplaces_ags_fkey")
    return "A region is not known. Load the table first: verbund-admin import-regions.";
  if (e.sqlstate == "42P01" || e.sqlstate == "3F000")
    return "The database has not been prepared. Run first: verbund-admin migrate.";
  if (e.sqlstate == "55P03") return "Somebody else is using the database. Try again.";
  return "PostgreSQL refused: " + e.message;
}

/// The first word that is neither a general option nor the value of one.
std::size_t place_of_command(std::span<const std::string_view> words) {
  std::size_t i = 0;
  while (i < words.size() && words[i].starts_with("-")) {
    auto known =
        std::find_if(std::begin(general), std::end(general), [&](auto& o) { return o.name == words[i]; });
    i += known != std::end(general) && !known->value.empty() ? 2 : 1;
  }
  return std::min(i, words.size());
}

void dispatch(std::span<const std::string_view> words) {
  auto place = place_of_command(words);
  auto before = words.first(place);
  arguments global(general, before);
  if (global.has("--help")) return print_help();
  auto* config = std::getenv("VERBUND_CONFIG");
  environment env;
  env.settings = load_settings(global.get("--config", config ? config : ""), verbund_environment());
  if (global.has("--print-config")) {
    std::cout << to_toml(env.settings);
    return;
  }
  if (place == words.size()) throw usage_error("A command is missing.");
  auto found = std::find_if(std::begin(commands), std::end(commands),
                            [&](auto* c) { return c->name == words[place]; });
  if (found == std::end(commands))
    throw usage_error("There is no command \"" + std::string(words[place]) + "\".");
  const auto& chosen = **found;
  auto after = words.subspan(place + 1);
  if (std::find(after.begin(), after.end(), "--help") != after.end()) return print_help(chosen);
  arguments own(chosen.options, after);
  env.conninfo = rpc::conninfo(env.settings.postgres, "owner");
  if (global.has("--owner")) {
    auto postgres = env.settings.postgres;
    postgres.role_prefix = global.get("--owner");
    env.conninfo = rpc::conninfo(postgres, "");
  }
  chosen.run(env, own);
}
}  // namespace

int run(std::span<const std::string_view> words) {
  try {
    dispatch(words);
    std::cout.flush();
    return 0;
  } catch (const usage_error& e) {
    std::cerr << "verbund-admin: " << e.what() << " See --help.\n";
    return 2;
  } catch (const postgres::error& e) {
    std::cerr << "verbund-admin: " << sentence(e) << "\n";
  } catch (const std::exception& e) {
    std::cerr << "verbund-admin: " << e.what() << "\n";
  }
  return 1;
}
}  // namespace verbund::admin
