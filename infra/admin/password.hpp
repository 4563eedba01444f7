// Where passwords come from and go to: files and standard input, never the command line.
#pragma once
#include <string>

namespace verbund::admin {
/// The first line of the file, or of standard input for "-"; at least 12 characters, else failure.
std::string read_password(const std::string& path);
/// Four groups of five letters and digits that cannot be mixed up.
std::string random_password();
}  // namespace verbund::admin
