// Hashes of creating requests, and the words for what was refused.
#include "services/chat/context.hpp"

#include <openssl/evp.h>

namespace verbund::chat {

postgres::bytes request_hash(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (auto p : parts) {
    joined += std::to_string(p.size());
    joined += ':';
    joined += p;
  }
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  // Looked up once: each look-up costs more than the hash of a message.
  static const EVP_MD* sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_Digest(joined.data(), joined.size(), digest, &length, sha256, nullptr);
  return postgres::bytes(std::string_view(reinterpret_cast<char*>(digest), length));
}

refusal refused(std::string_view outcome, std::string_view what, std::string current) {
  std::string thing(what);
  if (outcome == "unauthenticated") return refusal(kind::unauthenticated, "Please sign in again.");
  if (outcome == "not_found") return refusal(kind::not_found, "There is no such " + thing + " here for you.");
  if (outcome == "forbidden") return refusal(kind::forbidden, "You may not do this here.");
  if (outcome == "full") return refusal(kind::invalid, "A space has at most 200 channels.", "/space");
  if (outcome == "no_reply_to")
    return refusal(kind::not_found, "The message you answer is not in this channel.", "/reply_to");
  if (outcome == "conflict") {
    refusal r(kind::conflict,
              current.empty() ? "This id is already taken." : "The " + thing + " was changed meanwhile.");
    r.current = std::move(current);
    return r;
  }
  return refusal(kind::internal, "Something went wrong on the server. It has been recorded.");
}
}  // namespace verbund::chat
