// The text of the notification that tells a change.
#include "shared/rpc/write.hpp"

namespace verbund::rpc {
std::string changed_notification(std::string_view stream, std::int64_t position, std::string_view type,
                                 const uuid& id, std::string_view object_json) {
  std::string out = R"({"jsonrpc":"2.0","method":"live.changed","params":{"stream":")";
  out.reserve(out.size() + stream.size() + type.size() + object_json.size() + 120);
  out += stream;
  out += R"(","position":)";
  out += std::to_string(position);
  out += R"(,"type":")";
  out += type;
  out += R"(","id":")";
  append(out, id);
  out += R"(","object":)";
  out += object_json.empty() ? "null" : object_json;
  out += "}}";
  return out;
}
}  // namespace verbund::rpc
