// Walking through Markdown, past code.
#include "services/notify/mentions.hpp"

#include <algorithm>

namespace verbund::notify {
namespace {
constexpr std::string_view opening = "[@", middle = "](member:";
constexpr std::size_t id_length = 36;

std::size_t run_of(char c, std::string_view text) {
  auto end = text.find_first_not_of(c);
  return end == text.npos ? text.size() : end;
}

/// A line without what may stand before its content: blanks, quotes, list marks.
std::string_view content_of(std::string_view line, bool* listed = nullptr) {
  for (;;) {
    auto begin = line.find_first_not_of(" \t\r>");
    line.remove_prefix(begin == line.npos ? line.size() : begin);
    auto digits = std::min(line.find_first_not_of("0123456789"), line.size());
    bool bullet = digits == 0 && !line.empty() && std::string_view("-*+").find(line[0]) != line.npos;
    bool counted = digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
    auto mark = bullet ? 1 : counted ? digits + 1 : 0;
    if (mark == 0 || mark >= line.size() || line[mark] != ' ') return line;
    line.remove_prefix(mark);
    if (listed) *listed = true;
  }
}

/// Whether no span of code goes on from the line before into this one.
bool begins_paragraph(std::string_view line) {
  bool listed = false;
  return content_of(line, &listed).empty() || listed;
}

struct fence {
  char of = 0;
  std::size_t length = 0;
};

/// The fence that a line opens; length 0 when it opens none.
fence opened_by(std::string_view line) {
  auto content = content_of(line);
  if (content.empty() || (content[0] != '`' && content[0] != '~')) return {};
  fence f{content[0], run_of(content[0], content)};
  // "```x```" in one line is a span.
  bool span = f.of == '`' && content.find('`', f.length) != content.npos;
  return f.length < 3 || span ? fence{} : f;
}

bool closes(const fence& f, std::string_view line) {
  auto begin = line.find_first_not_of(" \t>");
  if (begin == line.npos) return false;
  auto content = line.substr(begin);
  auto run = run_of(f.of, content);
  return run >= f.length && content.find_first_not_of(" \t\r", run) == content.npos;
}

void add_once(std::vector<proto::member_id>& list, const uuid& id) {
  proto::member_id member{id};
  if (std::find(list.begin(), list.end(), member) == list.end()) list.push_back(member);
}

/// The length of the mention that begins a text, 0 when none does.
std::size_t mention_at(std::string_view text, std::vector<proto::member_id>& found) {
  if (!text.starts_with(opening)) return 0;
  auto end = text.find_first_of("[]\n", opening.size());
  if (end == text.npos || end == opening.size() || !text.substr(end).starts_with(middle)) return 0;
  auto id = text.substr(end + middle.size(), id_length);
  auto close = end + middle.size() + id_length;
  bool lower = id.find_first_of("ABCDEF") == id.npos;
  auto member = parse_uuid(id);
  if (!member || !lower || close >= text.size() || text[close] != ')') return 0;
  add_once(found, *member);
  return close + 1;
}

/// Reads one paragraph: spans of code end with as many backticks as they began with, or are none.
void read_paragraph(std::string_view text, std::vector<proto::member_id>& found) {
  for (std::size_t at = 0; at < text.size();) {
    auto rest = text.substr(at);
    if (rest[0] == '\\') {
      at += 2;
    } else if (rest[0] == '`') {
      auto length = run_of('`', rest);
      at += length;
      for (auto end = text.find('`', at); end != text.npos;) {
        auto run = run_of('`', text.substr(end));
        if (run == length) {
          at = end + run;
          break;
        }
        end = text.find('`', end + run);
      }
    } else {
      at += std::max<std::size_t>(1, mention_at(rest, found));
    }
  }
}
}  // namespace

std::vector<proto::member_id> mentions(std::string_view markdown) {
  std::vector<proto::member_id> found;
  if (markdown.find(middle) == markdown.npos) return found;
  fence inside;
  std::size_t begin = 0;  // of the paragraph
  for (std::size_t at = 0; at <= markdown.size();) {
    auto end = std::min(markdown.find('\n', at), markdown.size());
    auto line = markdown.substr(at, end - at);
    if (inside.length > 0) {
      if (closes(inside, line)) inside = {};
      begin = end + 1;
    } else {
      inside = opened_by(line);
      if (inside.length > 0 || begins_paragraph(line)) {
        if (at > begin) read_paragraph(markdown.substr(begin, at - begin), found);
        begin = inside.length > 0 ? end + 1 : at;
      }
    }
    at = end + 1;
  }
  if (inside.length == 0 && begin < markdown.size()) read_paragraph(markdown.substr(begin), found);
  if (found.size() > most_mentioned) found.clear();
  return found;
}
}  // namespace verbund::notify
