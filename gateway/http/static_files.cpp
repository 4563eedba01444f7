// Loading the page, choosing a variant, conditional answers.
#include "gateway/http/static_files.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "shared/base/log.hpp"

namespace verbund::gateway {
namespace {
namespace fs = std::filesystem;

// Quality of precompression: brotli is smaller.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> codings{
    {{".br", "br"}, {".gz", "gzip"}}};

std::string etag_of(std::string_view bytes, std::string_view coding) {
  std::uint64_t a = 0xcbf29ce484222325ull, b = 0x84222325cbf29ce4ull;
  for (unsigned char c : bytes) {
    a = (a ^ c) * 0x100000001b3ull;
    b = (b ^ c) * 0x9E3779B97F4A7C15ull + (a >> 17);
  }
  char text[48];
  std::snprintf(text, sizeof text, "\"%016llx%016llx%s%.*s\"", static_cast<unsigned long long>(a),
                static_cast<unsigned long long>(b), coding.empty() ? "" : "-",
                static_cast<int>(coding.size()), coding.data());
  return text;
}

std::shared_ptr<const std::string> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::make_shared<const std::string>(std::istreambuf_iterator<char>(in),
                                             std::istreambuf_iterator<char>());
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Calls with each element of a comma list until one is accepted.
template <class F>
bool any_of_list(std::string_view list, F accepted) {
  while (!list.empty()) {
    auto comma = std::min(list.find(','), list.size());
    if (accepted(trimmed(list.substr(0, comma)))) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

// A route of the page: any path whose last part has no dot.
bool is_client_route(std::string_view path) {
  return path.substr(path.rfind('/') + 1).find('.') == path.npos;
}
}  // namespace

std::string_view media_type(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 16> types{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".woff", "font/woff"},
      {".txt", "text/plain; charset=utf-8"},
      {".wasm", "application/wasm"},
      {".map", "application/json"},
  }};
  for (const auto& [ending, type] : types)
    if (name.ends_with(ending)) return type;
  return "application/octet-stream";
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  return any_of_list(accept_encoding, [&](std::string_view element) {
    auto semicolon = std::min(element.find(';'), element.size());
    if (trimmed(element.substr(0, semicolon)) != coding) return false;
    auto weight = element.substr(semicolon);
    auto q = weight.find("q=");
    // Refused is "0", "0.0" …: any digit above zero makes it acceptable.
    return q == weight.npos || weight.find_first_of("123456789", q) != weight.npos;
  });
}

static_files::static_files(const std::string& root) {
  load(root, false);
  auto end = root.find_last_not_of('/');
  load(root.substr(0, end == root.npos ? 0 : end + 1) + ".previous", true);
  log::info("web_root", {{"files", files_.size()}, {"loaded", loaded() ? "yes" : "no"}});
}

// What is there already stays: the names of assets tell their contents.
void static_files::load(const std::string& root, bool only_assets) {
  std::error_code ec;
  for (fs::recursive_directory_iterator at(root, ec), end; !ec && at != end; at.increment(ec)) {
    if (!at->is_regular_file()) continue;
    auto name = at->path().string();
    if (name.ends_with(".br") || name.ends_with(".gz")) continue;
    auto path = "/" + fs::relative(at->path(), root).generic_string();
    file f;
    f.type = media_type(path);
    f.immutable = path.starts_with("/assets/");
    if (only_assets && (!f.immutable || files_.contains(path))) continue;
    for (auto [ending, coding] : codings) {
      if (!fs::is_regular_file(name + std::string(ending), ec)) continue;
      auto bytes = read_file(name + std::string(ending));
      f.variants.push_back({coding, bytes, etag_of(*bytes, coding)});
    }
    auto bytes = read_file(at->path());
    f.variants.push_back({{}, bytes, etag_of(*bytes, {})});
    files_.emplace(std::move(path), std::move(f));
  }
}

http_reply static_files::answer(const file_request& q) const {
  auto found = files_.find(std::string(q.path));
  if (found == files_.end() && is_client_route(q.path)) found = files_.find("/index.html");
  if (found == files_.end()) return fault_reply(404, kind::not_found, "There is no such page.");
  const auto& f = found->second;
  const auto& v = *std::find_if(f.variants.begin(), f.variants.end(), [&](const variant& v) {
    return v.coding.empty() || accepts_coding(q.accept_encoding, v.coding);
  });
  http_reply r;
  r.header("ETag", v.etag);
  r.header("Vary", "Accept-Encoding");
  r.header("Cache-Control", f.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (any_of_list(q.if_none_match, [&](std::string_view tag) {
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        return tag == "*" || tag == v.etag;
      })) {
    r.status = 304;
    return r;
  }
  r.header("Content-Type", f.type);
  if (!v.coding.empty()) r.header("Content-Encoding", v.coding);
  r.shared_body = v.bytes;
  return r;
}
}  // namespace verbund::gateway
