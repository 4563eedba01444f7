// Random tokens and their hashes, by libsodium.
#include "services/members/token.hpp"

#include <sodium.h>

#include <stdexcept>

namespace verbund::members {

std::string new_token(std::string_view prefix) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
  unsigned char secret[32];
  randombytes_buf(secret, sizeof secret);
  char text[sodium_base64_ENCODED_LEN(sizeof secret, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
  sodium_bin2base64(text, sizeof text, secret, sizeof secret, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero(secret, sizeof secret);
  return std::string(prefix) + text;
}

postgres::bytes hash_of(std::string_view text) {
  std::string out(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(out.data()),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return postgres::bytes(std::move(out));
}
}  // namespace verbund::members
