// What a token is refused.
#include "gateway/identity.hpp"

namespace verbund::gateway {

std::optional<refusal> beyond_scope(const identity& who, const proto::method_info& method) {
  if (who.scopes.has(method.scope)) return std::nullopt;
  if (method.scope == proto::scope::browser)
    return refusal(kind::forbidden, "A token of a program may not do this; sign in with a browser.");
  return refusal(kind::forbidden,
                 "This token was not given the scope \"" + std::string(name_of(method.scope)) + "\".");
}
}  // namespace verbund::gateway
