// proto/openrpc.json: the catalogue for machines, after OpenRPC 1.2.6 and JSON Schema draft 7.
#include "proto/protogen/output.hpp"
#include "shared/base/error.hpp"
#include "shared/base/json_text.hpp"
#include "shared/base/version.hpp"

namespace verbund::protogen {
namespace {
using wire::shape;

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string reference(const wire::type& t);

std::string bounds(const wire::type& t, const char* least, const char* most) {
  std::string out;
  if (t.least > 0) out += std::string(",\"") + least + "\":" + std::to_string(t.least);
  if (t.most > 0) out += std::string(",\"") + most + "\":" + std::to_string(t.most);
  return out;
}

std::string object_schema(const wire::type& t) {
  std::string members, required;
  for (const auto& f : t.fields) {
    if (!members.empty()) members += ",\n        ";
    auto schema = reference(f.of());
    members += json_string(f.name) + ": " +
               (f.nullable ? "{\"anyOf\":[" + schema + ",{\"type\":\"null\"}]}" : schema);
    if (f.optional) continue;
    if (!required.empty()) required += ",";
    required += json_string(f.name);
  }
  return "{\"type\":\"object\",\"title\":" + json_string(pascal(t.name)) + ",\"properties\":{\n        " +
         members + "},\"required\":[" + required + "]}";
}

std::string schema(const wire::type& t) {
  switch (t.kind) {
    case shape::boolean:
      return R"({"type":"boolean"})";
    case shape::number:
      return R"({"type":"number"})";
    case shape::integer:
      return "{\"type\":\"integer\",\"minimum\":" + std::to_string(t.least) +
             ",\"maximum\":" + std::to_string(t.most) + "}";
    case shape::string: {
      std::string out = "{\"type\":\"string\"" + bounds(t, "minLength", "maxLength");
      if (!t.format.empty()) out += ",\"format\":" + json_string(t.format);
      if (!t.pattern.empty()) out += ",\"pattern\":" + json_string(t.pattern);
      return out + "}";
    }
    case shape::enumeration: {
      std::string values;
      for (auto v : t.values) values += (values.empty() ? "" : ",") + json_string(v);
      return "{\"type\":\"string\",\"title\":" + json_string(pascal(t.name)) + ",\"enum\":[" + values + "]}";
    }
    case shape::array:
      return "{\"type\":\"array\"" + bounds(t, "minItems", "maxItems") +
             ",\"items\":" + reference(t.element()) + "}";
    case shape::object:
      return object_schema(t);
    case shape::raw:
      return R"({"type":"object"})";
  }
  return "{}";
}

std::string reference(const wire::type& t) {
  if (t.kind != shape::object && t.kind != shape::enumeration) return schema(t);
  return "{\"$ref\":\"#/components/schemas/" + pascal(t.name) + "\"}";
}

std::string params_of(const wire::type& t) {
  std::string out;
  for (const auto& f : t.fields) {
    if (!out.empty()) out += ",";
    out += "\n        {\"name\":" + json_string(f.name) + ",\"required\":" + (f.optional ? "false" : "true") +
           ",\"schema\":" + reference(f.of()) + "}";
  }
  return out;
}

std::string method_entry(const proto::method_info& m) {
  std::string out =
      "    {\n      \"name\": " + json_string(m.name) + ",\n      \"summary\": " + json_string(m.doc) +
      ",\n      \"paramStructure\": \"by-name\",\n      \"x-access\": " +
      (m.access == proto::access::anyone ? "\"anyone\"" : "\"member\"") +
      ",\n      \"x-mode\": " + (m.mode == proto::mode::read ? "\"read\"" : "\"write\"") +
      ",\n      \"x-scope\": " + json_string(name_of(m.scope)) +
      ",\n      \"x-transport\": " + (m.transport == proto::transport::http_only ? "\"http\"" : "\"any\"") +
      ",\n";
  if (!m.order.empty()) out += "      \"x-order\": " + json_string(m.order) + ",\n";
  out += "      \"params\": [" + params_of(m.params()) +
         "],\n      \"result\": {\"name\": \"result\", \"schema\": " + reference(m.result()) + "}\n    }";
  return out;
}
}  // namespace

void write_openrpc(files& out) {
  std::string text = "{\n  \"openrpc\": \"1.2.6\",\n  \"info\": {\"title\": \"Verbund\", \"version\": " +
                     json_string(version) + "},\n  \"methods\": [\n";
  bool first = true;
  for (const auto& m : proto::all_methods()) {
    if (m.access == proto::access::gateway) continue;
    if (!first) text += ",\n";
    first = false;
    text += method_entry(m);
  }
  text += "\n  ],\n  \"components\": {\"schemas\": {";
  first = true;
  for (const auto* t : named_types()) {
    text += first ? "\n      " : ",\n      ";
    first = false;
    text += json_string(pascal(t->name)) + ": " + schema(*t);
  }
  text += "\n    }},\n  \"x-events\": [";
  first = true;
  for (const auto& e : proto::all_events()) {
    text += first ? "\n    " : ",\n    ";
    first = false;
    text += "{\"name\":" + json_string(e.name) + ",\"summary\":" + json_string(e.doc) +
            ",\"params\":" + reference(e.params()) + "}";
  }
  text += "\n  ],\n  \"x-objects\": [";
  first = true;
  for (const auto& o : proto::all_objects()) {
    text += first ? "\n    " : ",\n    ";
    first = false;
    text += "{\"type\":" + json_string(o.name) + ",\"stream\":" + json_string(o.stream) +
            ",\"summary\":" + json_string(o.doc) + ",\"schema\":" + reference(o.type()) + "}";
  }
  out["proto/openrpc.json"] = text + "\n  ]\n}\n";
}
}  // namespace verbund::protogen
