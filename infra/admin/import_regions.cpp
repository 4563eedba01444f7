// import-regions: Länder and Kreise, as data.
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "infra/admin/commands.hpp"
#include "infra/admin/regions.hpp"
#include "services/admin/sql.hpp"

namespace verbund::admin {
namespace {
constexpr option options[] = {
    {"--file", "FILE", "CSV with key,name,kind,parent,lat,lon (default: the one that comes with Verbund)"},
};

constexpr std::string_view header = "key,name,kind,parent,lat,lon";

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> out;
  std::istringstream in(line);
  for (std::string part; std::getline(in, part, ',');) out.push_back(part);
  if (line.ends_with(',')) out.emplace_back();
  return out;
}

bool is_degree(const std::string& text, double most) {
  double value = 0;
  auto r = std::from_chars(text.data(), text.data() + text.size(), value);
  return r.ec == std::errc() && r.ptr == text.data() + text.size() && std::fabs(value) <= most;
}

void run_import(const environment& env, const arguments& given) {
  database db(env.conninfo);
  transaction all(db);
  auto count = import_regions(db, given.get("--file", regions_file()));
  all.commit();
  std::cout << count << " regions\n";
}
}  // namespace

std::string regions_file() {
  std::string in_clone = "services/members/data/regions.csv";
  if (std::filesystem::exists(in_clone)) return in_clone;
  std::error_code problem;
  auto program = std::filesystem::read_symlink("/proc/self/exe", problem);
  return (program.parent_path().parent_path() / "share/verbund/regions.csv").string();
}

std::size_t import_regions(database& db, const std::string& path) {
  std::ifstream file(path);
  if (!file) throw failure("The table of regions " + path + " cannot be read.");
  std::vector<std::string> keys, names, kinds, latitudes, longitudes;
  std::vector<std::optional<std::string>> parents;
  std::string line;
  std::size_t number = 0;
  while (std::getline(file, line)) {
    if (line.ends_with('\r')) line.pop_back();
    auto bad = [&, at = ++number](const std::string& why) {
      return failure(path + ", line " + std::to_string(at) + ": " + why + ".");
    };
    if (number == 1) {
      if (line != header) throw bad("expected " + std::string(header));
      continue;
    }
    auto f = fields_of(line);
    if (f.size() != 6) throw bad("six fields are needed");
    if (!is_degree(f[4], 90) || !is_degree(f[5], 180)) throw bad("lat and lon must be degrees");
    keys.push_back(f[0]);
    names.push_back(f[1]);
    kinds.push_back(f[2]);
    parents.push_back(f[3].empty() ? std::optional<std::string>() : f[3]);
    latitudes.push_back(f[4]);
    longitudes.push_back(f[5]);
  }
  if (keys.empty()) throw failure(path + " holds no region.");
  db.run(sql::put_regions, postgres::values(keys, names, kinds, parents, latitudes, longitudes));
  return keys.size();
}

const command import_regions_command{"import-regions", "Load the table of regions; again is harmless.",
                                     options, &run_import};
}  // namespace verbund::admin
