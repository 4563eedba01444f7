// Tells members which sessions of a core are open and used, and closes those that have ended meanwhile.
#pragma once

namespace verbund::gateway {

class core;

/// How often a core asks, in seconds: until a session that has idled away is cut here. What somebody ends is
/// told by the log of revocations.
inline constexpr unsigned keep_interval = 15;

/// Asks about all open sessions of the core, in parts; when members is away nothing is closed.
void keep_sessions(core&);
}  // namespace verbund::gateway
