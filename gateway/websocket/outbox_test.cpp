// Tests of what could not be sent at once, on a real socket with a small buffer.
#include "gateway/websocket/outbox.hpp"

#include <boost/asio/connect.hpp>
#include <random>

#include "shared/base/catch.hpp"

using namespace verbund::gateway;
namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {
// A transport and the peer who reads, or does not.
struct pair {
  asio::io_context context{1};
  tcp::socket peer{context};
  transport ours;

  pair() : ours(connect()) {}
  transport::socket_type connect() {
    tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), 0});
    acceptor.set_option(asio::socket_base::receive_buffer_size(4096));
    transport::socket_type near(context);
    near.open(tcp::v4());
    near.set_option(asio::socket_base::send_buffer_size(4096));
    near.connect(acceptor.local_endpoint());
    peer = acceptor.accept();
    peer.non_blocking(true);
    return near;
  }
  std::string read_all() {
    std::string text(1 << 20, '\0');
    boost::system::error_code ec;
    text.resize(peer.read_some(asio::buffer(text), ec));
    return text;
  }
};
}  // namespace

TEST_CASE("everything arrives once and in order, whatever the socket takes at a time") {
  pair both;
  outbox box;
  std::mt19937 random(7);
  std::string expected, received;
  for (int i = 0; i < 300; ++i) {
    std::string text(random() % 2000 + 1, static_cast<char>('a' + i % 26));
    expected += text;
    box.push(std::move(text), 0);
  }
  CHECK(box.bytes() == expected.size());
  std::size_t total = 0;
  for (int turn = 0; turn < 10000 && received.size() < expected.size(); ++turn) {
    std::size_t written = 0;
    REQUIRE(box.drain(both.ours, written));
    total += written;
    received += both.read_all();
  }
  CHECK(received == expected);
  CHECK(total == expected.size());
  CHECK(box.empty());
  CHECK(box.bytes() == 0);
}

TEST_CASE("dropping what is unsent keeps a frame that has begun whole") {
  SECTION("begun before it was queued") {
    outbox box;
    box.push("begun", 2);
    box.push("second", 0);
    box.push("third", 0);
    box.drop_unsent();
    CHECK(box.bytes() == 3);
  }
  SECTION("nothing begun") {
    outbox box;
    box.push("first", 0);
    box.push("second", 0);
    box.drop_unsent();
    CHECK(box.empty());
    CHECK(box.bytes() == 0);
  }
  SECTION("begun by a drain that the socket cut short") {
    pair both;
    outbox box;
    std::string large(8 << 20, 'x');
    box.push(large, 0);
    box.push("second", 0);
    std::size_t written = 0;
    REQUIRE(box.drain(both.ours, written));
    REQUIRE(written < large.size());
    box.drop_unsent();
    CHECK(box.bytes() == large.size() - written);
  }
}

TEST_CASE("a broken transport is noticed") {
  pair both;
  both.peer.set_option(asio::socket_base::linger(true, 0));
  both.peer.close();
  outbox box;
  std::size_t written = 0;
  bool intact = true;
  for (int i = 0; i < 100 && intact; ++i) {
    box.push(std::string(1000, 'x'), 0);
    intact = box.drain(both.ours, written);
  }
  CHECK_FALSE(intact);
}
