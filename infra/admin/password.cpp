// Reading and making passwords.
#include "infra/admin/password.hpp"

#include <sodium.h>

#include <fstream>
#include <iostream>

#include "infra/admin/arguments.hpp"

namespace verbund::admin {

std::string read_password(const std::string& path) {
  std::string line;
  std::ifstream file;
  if (path != "-") file.open(path);
  if (!std::getline(path == "-" ? std::cin : file, line))
    throw failure("No password can be read from " + path + ".");
  if (line.ends_with('\r')) line.pop_back();
  if (wire::code_points(line) < 12 || wire::code_points(line) > 1024)
    throw failure("A password needs 12 to 1024 characters.");
  return line;
}

std::string random_password() {
  if (sodium_init() < 0) throw failure("libsodium cannot start.");
  constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";
  std::string out;
  for (int i = 0; i < 20; ++i) {
    if (i && i % 5 == 0) out += '-';
    out += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
  }
  return out;
}
}  // namespace verbund::admin
