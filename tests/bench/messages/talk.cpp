// One talker: its requests, their answers, its events.
#include "tests/bench/messages/talk.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <stdexcept>

#include "shared/base/id.hpp"
#include "tests/bench/lib/measure.hpp"

namespace verbund::bench {
namespace {
constexpr std::string_view answer_head = "{\"jsonrpc\":\"2.0\",\"id\":";
}

std::string send_message_request(std::uint64_t id, const std::string& channel) {
  std::string out = "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(id) +
                    ",\"method\":\"chat.send_message\",\"params\":{\"id\":\"";
  append(out, new_uuid());
  out += "\",\"channel\":\"" + channel +
         "\",\"body\":\"Morgen um zehn treffen wir uns wieder im Gemeindehaus, bringt bitte die Listen mit; "
         "wer nicht kann, sagt es bis heute Abend.\"}}";
  return out;
}

talker::talker(std::uint16_t port, unsigned source, const std::string& cookie, std::string channel,
               std::size_t in_flight)
    : socket_(port, source, cookie), channel_(std::move(channel)), begun_(in_flight) {
  auto state =
      socket_.call("live.subscribe", "{\"streams\":[{\"stream\":\"channel:" + channel_ +
                                         "\",\"level\":\"objects\",\"from_number\":9007199254740991}]}");
  position_ = number_of(state, "position");
  make_non_blocking(fd());
}

void talker::post() {
  out_.clear();
  while (!stopped_ && posted_ - acknowledged_ < begun_.size()) {
    begun_[posted_ % begun_.size()] = now_ns();
    append_client_frame(out_, send_message_request(posted_++, channel_));
  }
  // A socket's buffer holds far more than what is ever in flight.
  if (!out_.empty() &&
      ::send(fd(), out_.data(), out_.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(out_.size()))
    throw std::runtime_error("the gateway does not take requests");
}

void talker::read(std::vector<double>& latencies) {
  constexpr std::size_t room = 65536;
  auto n = recv(fd(), socket_.frames().room(room), room, 0);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) throw std::runtime_error("the gateway has closed the connection");
  socket_.frames().filled(static_cast<std::size_t>(n));
  while (auto frame = socket_.frames().next()) take(*frame, latencies);
}

void talker::take(std::string_view frame, std::vector<double>& latencies) {
  if (!frame.starts_with(answer_head)) {
    auto position = number_of(frame, "position");
    if (position != position_ + 1)
      throw std::runtime_error("after position " + std::to_string(position_) + " came " +
                               std::to_string(position));
    position_ = position;
    ++seen_;
    return;
  }
  // Posts of one session and channel are answered in their order, so that the oldest in flight is meant.
  auto id = static_cast<std::uint64_t>(number_of(frame, "id"));
  if (frame.find("\"result\":") == frame.npos) throw std::runtime_error("refused: " + std::string(frame));
  if (id != acknowledged_) throw std::runtime_error("answers out of order");
  latencies.push_back(static_cast<double>(now_ns() - begun_[id % begun_.size()]) / 1e6);
  ++acknowledged_;
}
}  // namespace verbund::bench
