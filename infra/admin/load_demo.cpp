// load-demo
#include "infra/admin/commands.hpp"
namespace verbund::admin {
namespace {
void load_demo(const environment&, const arguments&) {
  throw failure("no");
}
}  // namespace
const command load_demo_command{
    "load-demo", "Load the demo association into an empty database.", {}, &load_demo};
}  // namespace verbund::admin
