// RFC 3339 in UTC with milliseconds, to and from Unix time.
#include "shared/base/clock.hpp"

#include <chrono>
#include <cstdio>

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
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
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
