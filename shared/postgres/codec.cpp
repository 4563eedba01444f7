// Bytes of PostgreSQL's binary format: big-endian numbers, microseconds since 2000, arrays.
#include "shared/postgres/codec.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace verbund::postgres {
namespace {
constexpr std::int64_t epoch_ms = 946'684'800'000;  // 2000-01-01, from where PostgreSQL counts
constexpr oid first_user_type = 16384;  // enumerations and types of extensions (citext) send their text
constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t beginless = std::numeric_limits<std::int64_t>::min();

template <class N>
void put(std::string& out, N n) {
  char text[sizeof n];
  for (std::size_t i = 0; i < sizeof n; ++i) text[i] = static_cast<char>(n >> (8 * (sizeof n - 1 - i)));
  out.append(text, sizeof n);
}
template <class N>
N get(const char* at) {
  N n = 0;
  for (std::size_t i = 0; i < sizeof n; ++i) n = static_cast<N>(n << 8 | static_cast<unsigned char>(at[i]));
  return n;
}
std::int32_t get_length(const char* at) {
  return static_cast<std::int32_t>(get<std::uint32_t>(at));
}
}  // namespace

void encode_uuid(std::string& out, const uuid& v) {
  out.append(reinterpret_cast<const char*>(v.bytes.data()), v.bytes.size());
}
bool decode_uuid(std::string_view data, uuid& v) {
  if (data.size() != v.bytes.size()) return false;
  std::memcpy(v.bytes.data(), data.data(), data.size());
  return true;
}

void encode_whole(std::string& out, std::int64_t v) {
  put(out, static_cast<std::uint64_t>(v));
}
bool accepts_whole(oid t) {
  return t == 20 || t == 21 || t == 23;
}
bool decode_whole(std::string_view data, std::int64_t& v) {
  switch (data.size()) {
    case 8:
      v = static_cast<std::int64_t>(get<std::uint64_t>(data.data()));
      return true;
    case 4:
      v = static_cast<std::int32_t>(get<std::uint32_t>(data.data()));
      return true;
    case 2:
      v = static_cast<std::int16_t>(get<std::uint16_t>(data.data()));
      return true;
    default:
      return false;
  }
}

void encode_time(std::string& out, std::int64_t ms) {
  // What a 64-bit count of microseconds cannot hold becomes the nearest it can; the server refuses that as
  // out of range, which is the answer such a time deserves.
  std::int64_t us = ms;
  if (ms != endless && ms != beginless) {
    std::int64_t since_2000 = ms < beginless + epoch_ms ? beginless : ms - epoch_ms;
    us = std::clamp(since_2000, -endless / 1000, endless / 1000) * 1000;
  }
  put(out, static_cast<std::uint64_t>(us));
}
bool decode_time(std::string_view data, std::int64_t& ms) {
  if (data.size() != 8) return false;
  auto us = static_cast<std::int64_t>(get<std::uint64_t>(data.data()));
  if (us == endless || us == beginless) {
    ms = us;
    return true;
  }
  std::int64_t whole = us / 1000;
  if (us % 1000 < 0) --whole;  // earlier, not nearer to 2000
  ms = whole + epoch_ms;
  return true;
}

bool accepts_text(oid t) {
  switch (t) {
    case 18:    // "char"
    case 19:    // name
    case 25:    // text
    case 114:   // json
    case 705:   // unknown
    case 1042:  // char(n)
    case 1043:  // varchar
      return true;
    default:
      return t >= first_user_type;
  }
}

bool accepts_array(oid t, oid wanted) {
  if (wanted == 1016) return t == 1005 || t == 1007;  // smallint[], integer[]
  // name[], json[], char(n)[], varchar[]; of user-made types the header of each value says whether it fits
  if (wanted == 1009) return t == 1003 || t == 199 || t == 1014 || t == 1015 || accepts_text(t);
  return false;
}

void encode_array_header(std::string& out, oid element, std::size_t count, bool nulls) {
  put(out, static_cast<std::uint32_t>(count ? 1 : 0));  // an empty array has no dimension
  put(out, static_cast<std::uint32_t>(nulls));
  put(out, static_cast<std::uint32_t>(element));
  if (!count) return;
  put(out, static_cast<std::uint32_t>(count));
  put(out, std::uint32_t{1});
}
void encode_length(std::string& out, std::int32_t length) {
  put(out, static_cast<std::uint32_t>(length));
}
void patch_length(std::string& out, std::size_t start) {
  auto length = static_cast<std::uint32_t>(out.size() - start - 4);
  for (std::size_t i = 0; i < 4; ++i) out[start + i] = static_cast<char>(length >> (24 - 8 * i));
}

bool decode_array(std::string_view data, bool (*accepts)(oid), void* list,
                  bool (*push)(void* list, const char*, std::size_t)) {
  if (data.size() < 12) return false;
  std::int32_t dimensions = get_length(data.data());
  if (!accepts(get<std::uint32_t>(data.data() + 8))) return false;
  if (dimensions == 0) return true;
  if (dimensions != 1 || data.size() < 20) return false;
  std::int32_t count = get_length(data.data() + 12);
  std::size_t at = 20;
  for (std::int32_t i = 0; i < count; ++i) {
    if (data.size() - at < 4) return false;
    std::int32_t length = get_length(data.data() + at);
    at += 4;
    if (length < 0) {
      if (!push(list, nullptr, 0)) return false;
      continue;
    }
    if (data.size() - at < static_cast<std::size_t>(length)) return false;
    if (!push(list, data.data() + at, static_cast<std::size_t>(length))) return false;
    at += static_cast<std::size_t>(length);
  }
  return at == data.size();
}
}  // namespace verbund::postgres
