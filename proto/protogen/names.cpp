// Walking over the types of the catalogue.
#include <set>

#include "proto/protogen/output.hpp"

namespace verbund::protogen {
namespace {
void visit(const wire::type& t, std::set<const wire::type*>& seen, std::vector<const wire::type*>& out) {
  if (!seen.insert(&t).second) return;
  if (t.kind == wire::shape::object || t.kind == wire::shape::enumeration) out.push_back(&t);
  if (t.element) visit(t.element(), seen, out);
  for (const auto& f : t.fields) visit(f.of(), seen, out);
}
}  // namespace

std::vector<const wire::type*> named_types() {
  std::set<const wire::type*> seen;
  std::vector<const wire::type*> out;
  for (const auto& m : proto::all_methods()) {
    if (m.access == proto::access::gateway) continue;
    visit(m.params(), seen, out);
    visit(m.result(), seen, out);
  }
  for (const auto& e : proto::all_events()) visit(e.params(), seen, out);
  for (const auto& o : proto::all_objects()) visit(o.type(), seen, out);
  return out;
}

std::string pascal(std::string_view snake) {
  std::string out;
  bool upper = true;
  for (char c : snake) {
    if (c == '_') {
      upper = true;
      continue;
    }
    out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    upper = false;
  }
  return out;
}
}  // namespace verbund::protogen
