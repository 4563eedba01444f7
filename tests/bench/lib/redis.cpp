// The one command of Redis that is needed here.
#include "tests/bench/lib/redis.hpp"

#include <stdexcept>

#include "shared/base/id.hpp"

namespace verbund::bench {

void event_source::publish(const std::vector<events::entry>& entries) {
  std::string payload, command;
  for (const auto& e : entries) events::append(payload, e);
  auto channel = events::channel_name(events::channel_of(entries.front().stream));
  auto add = [&](const std::string& part) {
    command += "$" + std::to_string(part.size()) + "\r\n" + part + "\r\n";
  };
  command = "*3\r\n";
  add("PUBLISH");
  add(channel);
  add(payload);
  write_all(socket_.get(), command);
  std::string answer;
  while (!answer.ends_with("\n")) {
    char c;
    read_exactly(socket_.get(), &c, 1);
    answer += c;
  }
  if (answer == ":0\r\n" || answer[0] != ':')
    throw std::runtime_error("nobody received the event: " + answer);
}

events::entry message_event(const std::string& channel, std::int64_t position) {
  auto id = to_string(new_uuid()), at = std::to_string(position);
  events::entry e{"channel:" + channel, position, position, "message", {}};
  e.json =
      "{\"jsonrpc\":\"2.0\",\"method\":\"live.changed\",\"params\":{\"stream\":\"" + e.stream +
      "\",\"position\":" + at + ",\"type\":\"message\",\"id\":\"" + id + "\",\"object\":{\"id\":\"" + id +
      "\",\"channel\":\"" + channel + "\",\"number\":" + at + ",\"position\":" + at + ",\"author\":\"" +
      to_string(new_uuid()) +
      "\",\"body\":\"Morgen um zehn treffen wir uns wieder im Gemeindehaus, bringt bitte die Listen mit.\","
      "\"sent_at\":\"2025-03-04T09:15:00.000Z\"}}}";
  return e;
}
}  // namespace verbund::bench
