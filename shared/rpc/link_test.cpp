// Links over a real unix socket: many requests in flight, a server that dies, time that runs out.
#include "shared/rpc/link.hpp"

#include <unistd.h>

#include "proto/catalogue.hpp"
#include "shared/async/test_loop.hpp"
#include "shared/base/catch.hpp"
#include "shared/rpc/server.hpp"

using namespace verbund;
using namespace std::chrono_literals;

namespace {
/// Answers server.status with the client's address, after as many milliseconds as `pause` says; refuses
/// session.current.
class echo_service final : public rpc::service {
 public:
  explicit echo_service(asio::io_context& io) : io(io) {
    table_.answer(proto::methods::server_status, *this, &echo_service::status);
    table_.answer(proto::methods::current, *this, &echo_service::refuse);
    table_.perform(proto::methods::create_channel, *this, &echo_service::note);
  }
  std::string_view name() const override { return "echo"; }
  const rpc::handlers& table() const override { return table_; }
  rpc::write_sets* sets() override { return nullptr; }
  std::string not_ready() const override { return {}; }

  asio::io_context& io;
  std::chrono::milliseconds pause{0};
  std::vector<std::string> begun, ended;

 private:
  /// The longer the name, the shorter it takes: without an order the last would end first.
  static task<proto::channel> note(echo_service& self, rpc::request, proto::create_channel p) {
    self.begun.push_back(p.name);
    co_await pause_for(self.io, 1ms * (40 - 10 * static_cast<int>(p.name.size())));
    self.ended.push_back(p.name);
    if (p.name == "aa") throw refusal(kind::forbidden, "No.");
    co_return proto::channel{p.id, p.space, p.name, {}, {}};
  }
  static task<proto::server_status_result> status(echo_service& self, rpc::request rq, proto::server_status) {
    if (self.pause.count() > 0) co_await pause_for(self.io, self.pause);
    proto::server_status_result r;
    r.association = rq.address;
    co_return r;
  }
  static task<proto::current_session> refuse(echo_service&, rpc::request, proto::current) {
    throw refusal(kind::forbidden, "No.", "/x");
    co_return proto::current_session{};
  }
  rpc::handlers table_;
};

/// A server on a socket of its own, which can be taken away and put back.
class echo_server {
 public:
  echo_server(asio::io_context& io, std::size_t outstanding = 1000) : io_(io), outstanding_(outstanding) {
    start();
  }
  ~echo_server() { ::unlink(address().c_str() + 5); }

  std::string address() const { return "unix:/tmp/verbund-link-test-" + name_; }
  echo_service& service() { return *service_; }
  void start() {
    auto made = std::make_unique<echo_service>(io_);
    service_ = made.get();
    std::vector<std::unique_ptr<rpc::service>> list;
    list.push_back(std::move(made));
    worker_ = std::make_unique<rpc::worker>(io_, std::move(list), outstanding_);
    server_ = std::make_shared<rpc::server>(io_, address(), *worker_);
    server_->start();
  }
  void drain(std::function<void()> done) { server_->drain(5s, std::move(done)); }
  /// As if the process were killed: connections end, nothing more is answered.
  void kill() {
    server_->drain(0s, [] {});
  }

 private:
  asio::io_context& io_;
  std::size_t outstanding_;
  std::string name_ = to_string(new_uuid());
  echo_service* service_ = nullptr;
  std::unique_ptr<rpc::worker> worker_;
  std::shared_ptr<rpc::server> server_;
};

rpc::outgoing status_call(std::string_view address, std::chrono::milliseconds time_left = 5000ms) {
  rpc::outgoing o{.method = "server.status", .address = address, .trace = "0"};
  o.time_left = time_left;
  return o;
}

struct world {
  asio::io_context io{1};
  echo_server server{io};
  std::shared_ptr<rpc::link> link = rpc::link::create(io, {.address = server.address()});

  world() { link->start(); }
  /// Lets the loop run until `done` or five seconds have passed.
  bool until(std::function<bool()> done) {
    auto end = steady_clock::now() + 5s;
    while (!done() && steady_clock::now() < end) io.run_one_for(10ms);
    return done();
  }
};

/// Collects what calls were answered with.
struct answers {
  std::vector<std::string> list;
  rpc::link::answer take() {
    return [this](const rpc::link_reply& r) { list.emplace_back(r.rest); };
  }
};
bool says(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}
}  // namespace

TEST_CASE("many requests share one link and each gets its own answer") {
  world w;
  REQUIRE(w.until([&] { return w.link->connected(); }));
  answers got;
  for (int i = 0; i < 500; ++i) w.link->call(status_call("10.0.0." + std::to_string(i)), got.take());
  CHECK(got.list.empty());
  REQUIRE(w.until([&] { return got.list.size() == 500; }));
  for (int i = 0; i < 500; ++i)
    CHECK(says(got.list[static_cast<std::size_t>(i)], "\"10.0.0." + std::to_string(i) + "\""));
  CHECK(w.link->outstanding() == 0);
}

TEST_CASE("writes by themselves run one after another for a session and order value, also past a refusal") {
  asio::io_context io(1);
  echo_service* service = nullptr;
  auto made = std::make_unique<echo_service>(io);
  service = made.get();
  std::vector<std::unique_ptr<rpc::service>> list;
  list.push_back(std::move(made));
  rpc::worker worker(io, std::move(list), 100);
  auto here = new_uuid(), elsewhere = new_uuid(), session = new_uuid();
  std::vector<std::string> answers;
  auto send = [&](const uuid& space, const std::string& name) {
    auto params = R"({"id":")" + to_string(new_uuid()) + R"(","space":")" + to_string(space) +
                  R"(","name":")" + name + "\"}";
    rpc::link_request r{.id = 1,
                        .method = "chat.create_channel",
                        .member = session,
                        .session = session,
                        .ms_left = 5000,
                        .trace = "0",
                        .params = params};
    std::string line;
    rpc::append_request(line, r);
    line.pop_back();
    worker.handle(line, [&](std::string answer) { answers.push_back(std::move(answer)); });
  };
  for (auto name : {"a", "aa", "aaa"}) send(here, name);
  send(elsewhere, "b");
  io.run();
  REQUIRE(answers.size() == 4);
  CHECK(service->begun == std::vector<std::string>{"a", "b", "aa", "aaa"});
  CHECK(service->ended == std::vector<std::string>{"a", "b", "aa", "aaa"});
  CHECK(answers[2].find("forbidden") != std::string::npos);
}

TEST_CASE("a refusal crosses the link with kind and pointer") {
  world w;
  REQUIRE(w.until([&] { return w.link->connected(); }));
  rpc::outgoing o{.method = "session.current", .member = new_uuid(), .session = new_uuid(), .trace = "0"};
  answers refused, nobody, unknown;
  w.link->call(o, refused.take());
  o.member.reset();
  w.link->call(o, nobody.take());
  o.method = "chat.nothing";
  w.link->call(o, unknown.take());
  REQUIRE(w.until([&] { return refused.list.size() + nobody.list.size() + unknown.list.size() == 3; }));
  CHECK(rpc::error_of(refused.list[0]).why == kind::forbidden);
  CHECK(rpc::error_of(refused.list[0]).pointer == "/x");
  CHECK(rpc::error_of(nobody.list[0]).why == kind::unauthenticated);
  CHECK(rpc::error_of(unknown.list[0]).code == -32601);
}

TEST_CASE("a broken link fails what is in flight as unavailable, and comes back by itself") {
  world w;
  REQUIRE(w.until([&] { return w.link->connected(); }));
  w.server.service().pause = 10s;
  answers got;
  w.link->call(status_call("a"), got.take());
  w.link->call(status_call("b"), got.take());
  w.io.run_for(50ms);
  w.server.kill();
  REQUIRE(w.until([&] { return got.list.size() == 2; }));
  CHECK(rpc::error_of(got.list[0]).why == kind::unavailable);
  CHECK_FALSE(w.link->connected());
  w.link->call(status_call("c"), got.take());
  REQUIRE(w.until([&] { return got.list.size() == 3; }));
  CHECK(rpc::error_of(got.list[2]).why == kind::unavailable);
}

TEST_CASE("an answer that does not come in time is unavailable, a late one is dropped") {
  world w;
  REQUIRE(w.until([&] { return w.link->connected(); }));
  w.server.service().pause = 400ms;
  answers got;
  w.link->call(status_call("a", 100ms), got.take());
  REQUIRE(w.until([&] { return got.list.size() == 1; }));
  CHECK(rpc::error_of(got.list[0]).why == kind::unavailable);
  w.io.run_for(500ms);
  CHECK(got.list.size() == 1);
  CHECK(w.link->connected());
}

TEST_CASE("an answer that is too large is refused, and the link lives on") {
  world w;
  REQUIRE(w.until([&] { return w.link->connected(); }));
  answers got;
  w.link->call(status_call(std::string(1200000, 'x')), got.take());
  REQUIRE(w.until([&] { return got.list.size() == 1; }));
  CHECK(rpc::error_of(got.list[0]).why == kind::internal);
  w.link->call(status_call("b"), got.take());
  REQUIRE(w.until([&] { return got.list.size() == 2; }));
  CHECK(says(got.list[1], "\"b\""));
}

TEST_CASE("a line beyond all bounds ends the connection, and the link comes back") {
  world w;
  REQUIRE(w.until([&] { return w.link->connected(); }));
  answers got;
  w.link->call(status_call(std::string(rpc::line_socket::longest_line + 10, 'x')), got.take());
  REQUIRE(w.until([&] { return got.list.size() == 1; }));
  CHECK(rpc::error_of(got.list[0]).why == kind::unavailable);
  REQUIRE(w.until([&] { return w.link->connected(); }));
  w.link->call(status_call("b"), got.take());
  REQUIRE(w.until([&] { return got.list.size() == 2; }));
  CHECK(says(got.list[1], "\"b\""));
}

TEST_CASE("beyond its bound a link and a worker refuse at once as overloaded") {
  asio::io_context io(1);
  echo_server server(io, 3);
  server.service().pause = 200ms;
  auto link = rpc::link::create(io, {.address = server.address(), .outstanding = 5});
  link->start();
  while (!link->connected()) io.run_one_for(10ms);
  answers got;
  for (int i = 0; i < 8; ++i) link->call(status_call("a"), got.take());
  auto end = steady_clock::now() + 5s;
  while (got.list.size() < 8 && steady_clock::now() < end) io.run_one_for(10ms);
  REQUIRE(got.list.size() == 8);
  auto overloaded = std::count_if(got.list.begin(), got.list.end(), [](const auto& a) {
    return says(a, "\"overloaded\"") && says(a, "\"retry_after\":");
  });
  CHECK(overloaded == 5);
}

TEST_CASE("a draining server answers what it has accepted and takes nothing new") {
  world w;
  REQUIRE(w.until([&] { return w.link->connected(); }));
  w.server.service().pause = 100ms;
  answers got;
  w.link->call(status_call("a"), got.take());
  w.io.run_for(20ms);
  bool drained = false;
  w.server.drain([&] { drained = true; });
  CHECK_FALSE(drained);
  w.link->call(status_call("b"), got.take());
  REQUIRE(w.until([&] { return drained && got.list.size() == 2; }));
  CHECK(rpc::error_of(got.list[0]).why == kind::unavailable);
  CHECK(says(got.list[1], "\"result\""));
}

TEST_CASE("a second process does not take a socket that is served, but takes one that was left behind") {
  asio::io_context io(1);
  auto address = "unix:/tmp/verbund-link-test-" + to_string(new_uuid());
  {
    auto first = rpc::listen_on(io, address);
    CHECK_THROWS(rpc::listen_on(io, address));
  }
  CHECK_NOTHROW(rpc::listen_on(io, address));
  ::unlink(address.c_str() + 5);
}
