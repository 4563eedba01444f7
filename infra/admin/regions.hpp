// The table of regions: from its file into the database.
#pragma once
#include <string>

#include "infra/admin/database.hpp"

namespace verbund::admin {
/// Where the product keeps it: below the working directory of a clone, else beside the installed program.
std::string regions_file();
/// Adds and updates every region of the file; the number of them. Removes none. Throws failure naming the bad
/// line.
std::size_t import_regions(database&, const std::string& path);
}  // namespace verbund::admin
