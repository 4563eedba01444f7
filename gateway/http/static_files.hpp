// The built page, read into memory at start, with its precompressed variants.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/http/reply.hpp"

namespace verbund::gateway {

/// What a request says about the copy it wants.
struct file_request {
  std::string_view path;  ///< without query
  std::string_view accept_encoding;
  std::string_view if_none_match;
};

class static_files {
 public:
  /// Reads every file below the folder; an absent folder is an empty site, which readiness reports. Of the
  /// page before, in FOLDER.previous, the assets are served too: who has that page open still asks for them.
  explicit static_files(const std::string& root);
  bool loaded() const { return files_.contains("/index.html"); }
  std::size_t count() const { return files_.size(); }
  /// The file, index.html for a route of the page, 304, or 404.
  http_reply answer(const file_request&) const;

 private:
  struct variant {
    std::string_view coding;  ///< empty: as it is
    std::shared_ptr<const std::string> bytes;
    std::string etag;
  };
  struct file {
    std::string type;
    bool immutable = false;
    std::vector<variant> variants;  ///< best first, the plain one last
  };
  void load(const std::string& root, bool only_assets);

  std::unordered_map<std::string, file> files_;
};

/// Whether an Accept-Encoding allows this coding (RFC 9110 12.5.3, q=0 heeded).
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);
/// The media type of a file name.
std::string_view media_type(std::string_view name);
}  // namespace verbund::gateway
