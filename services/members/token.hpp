// Secrets of sessions and of set-up: made here, known to the database only as SHA-256.
#pragma once
#include <string>
#include <string_view>

#include "shared/postgres/codec.hpp"

namespace verbund::members {

/// What a program's token begins with, so that scanners of repositories find lost ones.
inline constexpr std::string_view program_prefix = "vbt_";

/// 32 random bytes in base64url behind the prefix.
std::string new_token(std::string_view prefix = {});
/// SHA-256 of any text, as stored.
postgres::bytes hash_of(std::string_view text);
}  // namespace verbund::members
