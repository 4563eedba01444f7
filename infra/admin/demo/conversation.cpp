// Reading the lines of a conversation and giving them times.
#include "infra/admin/demo/conversation.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <regex>

#include "infra/admin/arguments.hpp"

namespace verbund::admin::demo {
namespace {
constexpr int tuesday = 2;

std::string unescaped(std::string text) {
  for (auto at = text.find("\\n"); at != text.npos; at = text.find("\\n", at + 1)) text.replace(at, 2, "\n");
  return text;
}

void use_central_european_time() {
  setenv("TZ", "Europe/Berlin", 1);
  tzset();
}
}  // namespace

conversation parse_conversation(std::string_view text, const std::string& path) {
  static const std::regex shape("^-(\\d{1,2}) (\\d\\d):(\\d\\d) ([a-z-]+) \\| (\\^?)([^]+)$");
  conversation out;
  std::size_t number = 0;
  while (!text.empty()) {
    auto end = std::min(text.find('\n'), text.size());
    std::string row(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    std::smatch m;
    if (!std::regex_match(row, m, shape))
      throw failure(path + ", line " + std::to_string(number) +
                    " is not of the form `-DAY HH:MM member | text`.");
    out.push_back(
        {std::stoi(m[1]), std::stoi(m[2]) * 60 + std::stoi(m[3]), m[4], m[5].length() > 0, unescaped(m[6])});
  }
  return out;
}

calendar::calendar(timestamp now) {
  use_central_european_time();
  std::time_t seconds = now.ms / 1000;
  std::tm today{};
  localtime_r(&seconds, &today);
  year_ = today.tm_year;
  month_ = today.tm_mon;
  day_ = today.tm_mday + (tuesday - today.tm_wday + 7) % 7;
}

timestamp calendar::when(const line& l, int nth) const {
  std::tm t{};
  t.tm_year = year_;
  t.tm_mon = month_;
  t.tm_mday = day_ - l.day;
  t.tm_min = l.minute;
  t.tm_sec = std::min(59, 4 + 11 * nth);
  t.tm_isdst = -1;
  return {static_cast<std::int64_t>(std::mktime(&t)) * 1000};
}

std::vector<timestamp> times_until(const conversation& talk, timestamp now) {
  calendar days(now);
  std::vector<timestamp> out;
  int nth = 0;
  for (std::size_t i = 0; i < talk.size(); ++i) {
    bool same = i > 0 && talk[i].day == talk[i - 1].day && talk[i].minute == talk[i - 1].minute;
    nth = same ? nth + 1 : 0;
    auto at = days.when(talk[i], nth);
    if (at > now) break;
    // An hour that the clock repeats in autumn must not turn the order round.
    if (!out.empty()) at = std::max(at, out.back());
    out.push_back(at);
  }
  return out;
}
}  // namespace verbund::admin::demo
