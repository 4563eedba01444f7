// verbund-admin: the operator's tool.
#include <vector>

#include "infra/admin/commands.hpp"

int main(int count, char** words) {
  std::vector<std::string_view> rest(words + 1, words + count);
  return verbund::admin::run(rest);
}
