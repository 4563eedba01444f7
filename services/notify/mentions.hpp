// Who is mentioned in a text.
#pragma once
#include <string_view>
#include <vector>

#include "proto/types.hpp"

namespace verbund::notify {

/// Beyond so many people a mention is an announcement, not one for each.
inline constexpr std::size_t most_mentioned = 50;

/// The members that `[@Name](member:<id>)` names outside of code, each once, in order; nobody when there are
/// more than most_mentioned. README.md says exactly what counts.
std::vector<proto::member_id> mentions(std::string_view markdown);
}  // namespace verbund::notify
