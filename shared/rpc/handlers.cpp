// Parameters that do not fit become one kind of refusal.
#include "shared/rpc/handlers.hpp"

namespace verbund::rpc {
void refuse_params(const wire::violation& v) {
  auto where = v.pointer.empty() ? std::string("params") : v.pointer.substr(1);
  refusal r(kind::invalid, where + " " + v.rule, v.pointer);
  throw r;
}
}  // namespace verbund::rpc
