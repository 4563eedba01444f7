// Writing a demo association into an empty database.
#pragma once
#include <map>
#include <string>
#include <unordered_map>

#include "infra/admin/database.hpp"
#include "infra/admin/demo/files.hpp"

namespace verbund::admin::demo {

/// The ids that the keys of the files became.
struct ids {
  std::map<std::string, uuid> spaces;
  std::map<std::string, uuid> people;
  std::map<std::string, uuid> channels;  ///< by "<space>.<channel>"
};

/// Hashes of passwords: of each member with a demo_role by her key, and one for all others, which nobody
/// knows.
struct passwords {
  std::map<std::string, std::string> special;
  std::string others;
};

/// Spaces, people, where they work and what they are in; fills ids.spaces and ids.people.
void load_people(database&, const files&, const passwords&, ids&);

struct talk_count {
  std::size_t channels = 0, messages = 0;
};
/// Channels, their messages up to now, and how far everybody has read.
talk_count load_talk(database&, const files&, ids&, timestamp now);

/// How far a member has read a channel: most people everything, some a little less, a few not for a week.
/// `own` is her own last message there; the same answer for the same names.
std::int64_t read_up_to(const person&, const std::string& channel, std::int64_t last, std::int64_t own);
}  // namespace verbund::admin::demo
