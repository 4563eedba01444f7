// What verbund-protogen makes: texts by path, relative to the project.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "proto/catalogue.hpp"

namespace verbund::protogen {
using files = std::map<std::string, std::string>;

/// Every named object and enumeration that methods, events and objects reach, in order of first use.
std::vector<const wire::type*> named_types();
/// "chat_entry" → "ChatEntry": the name in TypeScript and in OpenRPC.
std::string pascal(std::string_view snake);

void write_openrpc(files&);
void write_typescript(files&);
void write_markdown(files&);
void write_samples(files&);
}  // namespace verbund::protogen
