// proto/samples: one example a method and an object, read by the tests of both sides.
#include "proto/protogen/output.hpp"
#include "shared/base/json_text.hpp"

namespace verbund::protogen {
namespace {
using wire::shape;
constexpr const char* sample_id = "\"018f5f3a-7c1e-7b3a-9d2e-4f5a6b7c8d9e\"";

std::string sample(const wire::type& t) {
  switch (t.kind) {
    case shape::boolean:
      return "true";
    case shape::number:
      return "1.5";
    case shape::integer:
      return std::to_string(std::max<std::int64_t>(t.least, std::min<std::int64_t>(t.most, 7)));
    case shape::string: {
      if (t.format == "uuid") return sample_id;
      if (t.format == "date-time") return "\"2026-01-31T12:00:00.000Z\"";
      if (t.format == "email") return "\"maren@example.org\"";
      if (t.name == "stream_name") return "\"channel:" + std::string(sample_id + 1);
      std::string words = "Grüße aus Löbau, 你好 und \"Hořeňová\"";
      std::string text =
          t.most == 0 || t.most >= 40 ? words : std::string("GR").substr(0, static_cast<std::size_t>(t.most));
      while (static_cast<std::int64_t>(wire::code_points(text)) < t.least) text += text;
      std::string out;
      append_json_string(out, text);
      return out;
    }
    case shape::enumeration:
      return "\"" + std::string(t.values.front()) + "\"";
    case shape::array:
      return "[" + sample(t.element()) + "]";
    case shape::raw:
      return "{}";
    case shape::object: {
      std::string out;
      for (const auto& f : t.fields) {
        out += out.empty() ? "" : ", ";
        out += "\"" + std::string(f.name) + "\": " + sample(f.of());
      }
      return "{" + out + "}";
    }
  }
  return "null";
}
}  // namespace

void write_samples(files& out) {
  for (const auto& m : proto::all_methods()) {
    if (m.access == proto::access::gateway) continue;
    out["proto/samples/" + std::string(m.name) + ".json"] =
        "{\n  \"params\": " + sample(m.params()) + ",\n  \"result\": " + sample(m.result()) + "\n}\n";
  }
  for (const auto& e : proto::all_events())
    out["proto/samples/" + std::string(e.name) + ".json"] =
        "{\n  \"params\": " + sample(e.params()) + "\n}\n";
  for (const auto& o : proto::all_objects())
    out["proto/samples/object." + std::string(o.name) + ".json"] = sample(o.type()) + "\n";
}
}  // namespace verbund::protogen
