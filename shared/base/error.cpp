// Names, codes and JSON of refusals.
#include "shared/base/error.hpp"

#include <array>

#include "shared/base/json_text.hpp"

namespace verbund {
namespace {
struct entry {
  kind value;
  std::string_view name;
  int code;
};
constexpr std::array<entry, 9> kinds{{{kind::invalid, "invalid", -32602},
                                      {kind::unauthenticated, "unauthenticated", -32001},
                                      {kind::forbidden, "forbidden", -32003},
                                      {kind::not_found, "not_found", -32004},
                                      {kind::conflict, "conflict", -32009},
                                      {kind::too_many, "too_many", -32029},
                                      {kind::unavailable, "unavailable", -32053},
                                      {kind::overloaded, "overloaded", -32054},
                                      {kind::internal, "internal", -32603}}};
}  // namespace

std::string_view name_of(kind k) {
  return kinds[static_cast<std::size_t>(k)].name;
}

std::optional<kind> kind_named(std::string_view name) {
  for (const auto& e : kinds)
    if (e.name == name) return e.value;
  return std::nullopt;
}

int json_rpc_code(kind k) {
  return kinds[static_cast<std::size_t>(k)].code;
}

refusal::refusal(kind why, std::string message, std::string pointer)
    : why(why), message(std::move(message)), pointer(std::move(pointer)) {}

void append_error(std::string& out, const refusal& r) {
  out += R"({"code":)";
  out += std::to_string(r.code.value_or(json_rpc_code(r.why)));
  out += R"(,"message":)";
  append_json_string(out, r.message);
  out += R"(,"data":{"kind":")";
  out += name_of(r.why);
  out += R"(","message":)";
  append_json_string(out, r.message);
  if (!r.pointer.empty()) {
    out += R"(,"pointer":)";
    append_json_string(out, r.pointer);
  }
  if (r.retry_after_ms) {
    out += R"(,"retry_after":)";
    out += std::to_string(*r.retry_after_ms);
  }
  if (!r.current.empty()) {
    out += R"(,"current":)";
    out += r.current;
  }
  out += "}}";
}
}  // namespace verbund
