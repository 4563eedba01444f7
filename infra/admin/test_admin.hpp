// Running whole command lines of verbund-admin against a database of the test's own.
#pragma once
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "infra/admin/commands.hpp"
#include "shared/base/catch.hpp"
#include "shared/postgres/test_database.hpp"

namespace verbund::admin {

/// What a command line printed, and its exit status.
struct outcome {
  int status = 0;
  std::string output, errors;
};

class test_admin {
 public:
  test_admin() {
    std::filesystem::create_directory(folder);
    std::ofstream(config) << "[postgres]\ndatabase = \"" << database.name() << "\"\nhost = \""
                          << setting("host", "") << "\"\nport = " << setting("port", "5432")
                          << "\n[limits]\npassword_memory_mib = 1\n";
  }
  ~test_admin() { std::filesystem::remove_all(folder); }

  outcome run(std::vector<std::string> words, const std::string& input = {}) {
    words.insert(words.begin(), {"--config", config, "--owner", setting("user", "postgres")});
    std::vector<std::string_view> views(words.begin(), words.end());
    std::istringstream in(input);
    std::ostringstream out, errors;
    auto *old_in = std::cin.rdbuf(in.rdbuf()), *old_out = std::cout.rdbuf(out.rdbuf()),
         *old_errors = std::cerr.rdbuf(errors.rdbuf());
    int status = admin::run(views);
    std::cin.rdbuf(old_in);
    std::cout.rdbuf(old_out);
    std::cerr.rdbuf(old_errors);
    return {status, out.str(), errors.str()};
  }
  std::string execute(const std::string& sql) { return database.execute(sql); }

  postgres::test_database database;
  std::string folder = "/tmp/" + database.name();
  std::string config = folder + "/verbund.toml";

 private:
  /// A value of the connection string the tests were given.
  static std::string setting(const std::string& key, const std::string& otherwise) {
    std::istringstream words(postgres::test_maintenance());
    for (std::string word; words >> word;)
      if (word.starts_with(key + "=")) return word.substr(key.size() + 1);
    return otherwise;
  }
};
}  // namespace verbund::admin
