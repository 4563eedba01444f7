// RFC 3339 in UTC with milliseconds, to and from Unix time.
#include "shared/base/clock.hpp"

#include <chrono>

namespace verbund {
using namespace std::chrono;

timestamp now() {
  return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

std::string to_string(timestamp t) {
  sys_time<milliseconds> at{milliseconds{t.ms}};
  auto day = floor<days>(at);
  year_month_day date{day};
  hh_mm_ss time{at - day};
  // By hand, because every message has one and snprintf takes longer than all of its other members.
  std::string text = "0000-00-00T00:00:00.000Z";
  auto put = [&](std::size_t at, std::size_t digits, long value) {
    for (; digits > 0; value /= 10) text[at + --digits] = static_cast<char>('0' + value % 10);
  };
  put(0, 4, static_cast<int>(date.year()));
  put(5, 2, static_cast<unsigned>(date.month()));
  put(8, 2, static_cast<unsigned>(date.day()));
  put(11, 2, time.hours().count());
  put(14, 2, time.minutes().count());
  put(17, 2, time.seconds().count());
  put(20, 3, time.subseconds().count());
  return text;
}

std::optional<timestamp> parse_timestamp(std::string_view text) {
  constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd.dddZ";
  if (text.size() != form.size()) return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return std::nullopt;
  auto part = [&](std::size_t at, std::size_t length) {
    int n = 0;
    for (std::size_t i = at; i < at + length; ++i) n = n * 10 + (text[i] - '0');
    return n;
  };
  year_month_day date{year{part(0, 4)}, month{static_cast<unsigned>(part(5, 2))},
                      day{static_cast<unsigned>(part(8, 2))}};
  if (!date.ok() || part(11, 2) > 23 || part(14, 2) > 59 || part(17, 2) > 59) return std::nullopt;
  auto at = sys_days{date} + hours{part(11, 2)} + minutes{part(14, 2)} + seconds{part(17, 2)};
  return timestamp{duration_cast<milliseconds>(at.time_since_epoch()).count() + part(20, 3)};
}
}  // namespace verbund
