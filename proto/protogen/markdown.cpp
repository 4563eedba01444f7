// docs/protocol.md: the catalogue for people. Its prose stands in proto/protocol.md, the tables are made
// here.
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "proto/protogen/output.hpp"
#include "shared/base/error.hpp"

namespace verbund::protogen {
namespace {
using wire::shape;

std::string words(const wire::type& t) {
  auto range = [&](const char* unit) {
    if (t.most == 0) return std::string();
    return " of " + std::to_string(t.least) + " to " + std::to_string(t.most) + " " + unit;
  };
  switch (t.kind) {
    case shape::boolean:
      return "boolean";
    case shape::number:
      return "number";
    case shape::integer:
      return "integer, " + std::to_string(t.least) + " to " + std::to_string(t.most);
    case shape::string:
      if (t.format == "uuid") return "UUIDv7";
      if (t.format == "date-time") return "time, RFC 3339 UTC with milliseconds";
      if (t.name == "stream_name") return "stream, like `channel:<id>`";
      if (!t.format.empty()) return std::string(t.format) + range("characters");
      return "text" + range("characters");
    case shape::array:
      return "list of " + words(t.element()) + (t.most ? ", at most " + std::to_string(t.most) : "");
    case shape::raw:
      return "object";
    case shape::object:
      return "[" + pascal(t.name) + "](#" + std::string(t.name) + ")";
    case shape::enumeration: {
      std::string out;
      for (auto v : t.values) out += (out.empty() ? "`" : ", `") + std::string(v) + "`";
      return out;
    }
  }
  return {};
}

std::string table(const wire::type& t) {
  if (t.fields.empty()) return "No members.\n";
  std::string out = "| member | type | |\n| --- | --- | --- |\n";
  for (const auto& f : t.fields)
    out += "| `" + std::string(f.name) + "` | " + words(f.of()) + " | " +
           (f.optional   ? "optional"
            : f.nullable ? "may be null"
                         : "") +
           " |\n";
  return out;
}

std::string method_section(const proto::method_info& m) {
  std::string out = "### " + std::string(m.name) + "\n\n" + std::string(m.doc) + "\n\n";
  out += std::string("For ") + (m.access == proto::access::anyone ? "anyone" : "members") + "; " +
         (m.mode == proto::mode::read ? "reads" : "writes");
  if (m.access == proto::access::member)
    out += m.scope == proto::scope::browser
               ? std::string(", never by a token")
               : ", by tokens with scope `" + std::string(name_of(m.scope)) + "`";
  if (!m.order.empty()) out += ", in order of `" + std::string(m.order) + "`";
  if (m.transport == proto::transport::http_only) out += "; over HTTP only";
  return out + ". Answers " + words(m.result()) + ".\n\n" + table(m.params()) + "\n";
}
}  // namespace

void write_markdown(files& out) {
  std::ifstream file("proto/protocol.md");
  std::stringstream prose;
  prose << file.rdbuf();
  if (!file)
    throw std::runtime_error("proto/protocol.md is missing; run verbund-protogen in the project's folder");
  std::string text = prose.str();
  text += "\n## Errors by kind\n\n| kind | code |\n| --- | --- |\n";
  for (int i = 0; i <= static_cast<int>(kind::internal); ++i)
    text += "| `" + std::string(name_of(static_cast<kind>(i))) + "` | " +
            std::to_string(json_rpc_code(static_cast<kind>(i))) + " |\n";
  text += "\n## Methods\n\n";
  for (const auto& m : proto::all_methods())
    if (m.access != proto::access::gateway) text += method_section(m);
  text += "## Events\n\n";
  for (const auto& e : proto::all_events())
    text += "### " + std::string(e.name) + "\n\n" + std::string(e.doc) + "\n\n" + table(e.params()) + "\n";
  text += "## Streams and their objects\n\n| stream | object | |\n| --- | --- | --- |\n";
  for (const auto& o : proto::all_objects())
    text +=
        "| `" + std::string(o.stream) + ":<id>` | " + words(o.type()) + " | " + std::string(o.doc) + " |\n";
  text += "\n## Types\n\n";
  for (const auto* t : named_types())
    if (t->kind == shape::object) text += "### " + std::string(t->name) + "\n\n" + table(*t) + "\n";
  text.pop_back();
  out["docs/protocol.md"] = text;
}
}  // namespace verbund::protogen
