// The commands of verbund-admin: one function and one file each.
#pragma once
#include <span>
#include <string>

#include "infra/admin/arguments.hpp"
#include "shared/base/settings.hpp"

namespace verbund::admin {

/// What every command gets besides its own options.
struct environment {
  verbund::settings settings;
  std::string conninfo;  ///< of the database's owner
};

struct command {
  std::string_view name;
  std::string_view summary;
  std::span<const option> options;
  void (*run)(const environment&, const arguments&);
};

extern const command migrate_command;
extern const command set_up_token_command;
extern const command import_regions_command;
extern const command create_association_command;
extern const command create_space_command;
extern const command create_member_command;
extern const command set_password_command;
extern const command set_role_command;
extern const command load_demo_command;

/// Runs a whole command line; 0, or 1 for what went wrong, or 2 for a wrong command line. Writes to the
/// standard streams.
int run(std::span<const std::string_view> words);
}  // namespace verbund::admin
