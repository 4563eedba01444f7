// The limits of signing in: every attempt is counted before a password is looked at.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "services/members/context.hpp"
#include "shared/rpc/request.hpp"

namespace verbund::members {

/// The net an address is counted with: IPv4 by /24, IPv6 by /64; what is no address stands for itself.
std::string net_of(std::string_view address);

/// One attempt's rows, hashed.
struct attempt {
  postgres::bytes account, address, net;
};

/// Counts the attempt. Throws refusal too_many, with the time to wait, when account, address or net had too
/// many.
task<attempt> count_attempt(context&, rpc::request, std::string email);
/// After a right password: forgets the account's attempts and gives address and net this one back.
task<> forgive(context&, rpc::request, attempt);
}  // namespace verbund::members
