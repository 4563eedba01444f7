// Tests of answering with the built page.
#include "gateway/http/static_files.hpp"

#include <filesystem>
#include <fstream>

#include "shared/base/catch.hpp"
#include "shared/base/id.hpp"

using namespace verbund::gateway;
namespace fs = std::filesystem;

namespace {
// A page in a folder of its own, gone with the test.
struct site_folder {
  fs::path root = fs::temp_directory_path() / ("verbund-page-" + verbund::to_string(verbund::new_uuid()));
  site_folder() {
    put("index.html", "<p>start</p>");
    put("assets/app-1a2b.js", "let a");
    put("assets/app-1a2b.js.br", "BR");
    put("assets/app-1a2b.js.gz", "GZ");
    put("manifest.webmanifest", "{}");
  }
  ~site_folder() {
    fs::remove_all(root);
    fs::remove_all(root.string() + ".previous");
  }
  void put(const std::string& name, std::string_view text) {
    fs::create_directories((root / name).parent_path());
    std::ofstream(root / name) << text;
  }
};

bool has(const http_reply& r, std::string_view line) {
  return r.headers.find(std::string(line) + "\r\n") != std::string::npos;
}
std::string etag(const http_reply& r) {
  auto at = r.headers.find("ETag: ") + 6;
  return r.headers.substr(at, r.headers.find("\r\n", at) - at);
}
}  // namespace

TEST_CASE("assets are immutable, everything else is asked for again") {
  site_folder folder;
  static_files files(folder.root.string());
  CHECK(files.loaded());
  CHECK(files.count() == 3);
  auto asset = files.answer({"/assets/app-1a2b.js", "", ""});
  CHECK(asset.status == 200);
  CHECK(asset.content() == "let a");
  CHECK(has(asset, "Cache-Control: public, max-age=31536000, immutable"));
  CHECK(has(asset, "Content-Type: text/javascript; charset=utf-8"));
  auto manifest = files.answer({"/manifest.webmanifest", "", ""});
  CHECK(has(manifest, "Cache-Control: no-cache"));
  CHECK(has(manifest, "Content-Type: application/manifest+json"));
}

TEST_CASE("the best variant that is accepted is sent, and caches are told") {
  site_folder folder;
  static_files files(folder.root.string());
  auto body = [&](std::string_view accepted) {
    auto r = files.answer({"/assets/app-1a2b.js", accepted, ""});
    CHECK(has(r, "Vary: Accept-Encoding"));
    return std::string(r.content());
  };
  CHECK(body("gzip, deflate, br") == "BR");
  CHECK(body("gzip") == "GZ");
  CHECK(body("br;q=0, gzip;q=0.5") == "GZ");
  CHECK(body("br;q=0.0,gzip;q=0") == "let a");
  CHECK(body("identity") == "let a");
  CHECK(body("brotli") == "let a");
  CHECK(body("") == "let a");
}

TEST_CASE("every route of the page is index.html; a missing file is 404") {
  site_folder folder;
  static_files files(folder.root.string());
  for (std::string_view path : {"/", "/channels/018f", "/sign-in", "/a/b/c"}) {
    INFO(path);
    auto r = files.answer({path, "", ""});
    CHECK(r.status == 200);
    CHECK(r.content() == "<p>start</p>");
    CHECK(has(r, "Cache-Control: no-cache"));
  }
  for (std::string_view path :
       {"/missing.js", "/assets/old-9.css", "/../secret.txt", "/%2e%2e/etc/passwd.txt"}) {
    INFO(path);
    CHECK(files.answer({path, "", ""}).status == 404);
  }
}

TEST_CASE("a copy that is still good is not sent again") {
  site_folder folder;
  static_files files(folder.root.string());
  auto plain = etag(files.answer({"/index.html", "", ""}));
  CHECK(files.answer({"/", "", plain}).status == 304);
  CHECK(files.answer({"/", "", "\"other\", W/" + plain}).status == 304);
  CHECK(files.answer({"/", "", "*"}).status == 304);
  CHECK(files.answer({"/", "", "\"other\""}).status == 200);
  // A compressed copy is another copy.
  auto compressed = etag(files.answer({"/assets/app-1a2b.js", "br", ""}));
  CHECK(files.answer({"/assets/app-1a2b.js", "gzip", compressed}).status == 200);
}

TEST_CASE("an absent folder is an empty site") {
  static_files files("/nowhere/at/all");
  CHECK_FALSE(files.loaded());
  CHECK(files.answer({"/", "", ""}).status == 404);
}

TEST_CASE("of the page before the assets are still there, compressed too, and nothing else") {
  site_folder folder;
  folder.put("../" + folder.root.filename().string() + ".previous/assets/app-0f0f.js", "let old");
  folder.put("../" + folder.root.filename().string() + ".previous/assets/app-0f0f.js.br", "OLD");
  folder.put("../" + folder.root.filename().string() + ".previous/assets/app-1a2b.js", "let other");
  folder.put("../" + folder.root.filename().string() + ".previous/index.html", "<p>old</p>");
  folder.put("../" + folder.root.filename().string() + ".previous/old.txt", "old");
  for (const auto& root : {folder.root.string(), folder.root.string() + "/"}) {
    static_files files(root);
    CHECK(files.answer({"/assets/app-0f0f.js", "", ""}).content() == "let old");
    CHECK(files.answer({"/assets/app-0f0f.js", "br", ""}).content() == "OLD");
    CHECK(files.answer({"/assets/app-1a2b.js", "", ""}).content() == "let a");
    CHECK(files.answer({"/", "", ""}).content() == "<p>start</p>");
    CHECK(files.answer({"/old.txt", "", ""}).status == 404);
  }
}
