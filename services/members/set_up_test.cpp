// Setting up the association, once.
#include "services/members/test_members.hpp"

namespace verbund::members {
namespace {
proto::set_up form(const std::string& token, const std::string& email = "erste@example.org") {
  proto::set_up p;
  p.token = token;
  p.association = "LAG Probe";
  p.plate = "LAG";
  p.name = "Erste Verwaltung";
  p.email = email;
  p.password = std::string(test_password);
  return p;
}

std::string add_token(test_members& data, const std::string& expires = "now() + interval '1 hour'") {
  auto token = new_token();
  static constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned char c : hash_of(token)) hex += {digits[c >> 4], digits[c & 15]};
  data.execute("insert into members.set_up_tokens (hash, expires_at) values ('\\x" + hex + "', " + expires +
               ")");
  return token;
}

task<> try_set_up(context& ctx, proto::set_up p, int& made, int& refused) {
  auto answer = co_await refusal_of(set_up(ctx, test_members::anonymous(), std::move(p)));
  if (answer.empty()) {
    ++made;
  } else {
    CHECK(answer.starts_with("conflict"));
    ++refused;
  }
}

task<> wait_until(int& made, int& refused, int all) {
  auto io = co_await asio::this_coro::executor;
  while (made + refused < all) {
    asio::steady_timer timer(io, std::chrono::milliseconds(5));
    co_await timer.async_wait(asio::use_awaitable);
  }
}
}  // namespace

TEST_CASE("set-up makes the association and its administrator, and signs her in") {
  test_members data;
  auto token = add_token(data);
  with_service(data, [&](context& ctx) -> task<> {
    auto before = co_await server_status(ctx, data.anonymous(), proto::server_status{});
    CHECK(before.setup_open);
    CHECK(before.association == "");

    auto rq = data.anonymous();
    auto session = co_await set_up(ctx, rq, form(token));
    CHECK(session.association == "LAG Probe");
    REQUIRE(rq.cookie_to_set->has_value());
    proto::resolve_session question{(*rq.cookie_to_set)->token, false};
    auto found = co_await resolve_session(ctx, data.anonymous(), question);
    CHECK(found.member == session.member);

    auto after = co_await server_status(ctx, data.anonymous(), proto::server_status{});
    CHECK_FALSE(after.setup_open);
    CHECK(after.association == "LAG Probe");

    auto me = data.anonymous();
    me.member = session.member.value;
    me.session = session.session.value;
    auto spaces = co_await list_spaces(ctx, me, proto::list_spaces{});
    REQUIRE(spaces.spaces.size() == 1);
    CHECK(spaces.spaces[0].role == proto::role::administration);
    CHECK(spaces.spaces[0].member_count == 1);

    proto::sign_in p;
    p.email = std::string("erste@example.org");
    p.password = std::string(test_password);
    auto again = co_await refusal_of(sign_in(ctx, data.anonymous(), p));
    CHECK(again == "");
  });
}

TEST_CASE("a wrong, old or used token sets nothing up") {
  test_members data;
  auto old = add_token(data, "now() - interval '1 second'");
  with_service(data, [&](context& ctx) -> task<> {
    auto wrong = co_await refusal_of(set_up(ctx, data.anonymous(), form(new_token())));
    CHECK(wrong.starts_with("forbidden"));
    auto late = co_await refusal_of(set_up(ctx, data.anonymous(), form(old)));
    CHECK(late == wrong);
    auto token = add_token(data);
    co_await set_up(ctx, data.anonymous(), form(token));
    auto twice = co_await refusal_of(set_up(ctx, data.anonymous(), form(token, "zweite@example.org")));
    CHECK(twice.starts_with("conflict"));
  });
  CHECK(data.execute("select count(*) from members.members") == "1");
  CHECK(data.execute("select count(*) from members.spaces") == "1");
}

TEST_CASE("of twenty tries at once with one token exactly one sets up") {
  test_members data;
  auto token = add_token(data);
  int made = 0, refused = 0;
  with_service(data, [&](context& ctx) -> task<> {
    auto io = co_await asio::this_coro::executor;
    for (int i = 0; i < 20; ++i)
      asio::co_spawn(io,
                     try_set_up(ctx, form(token, "nr" + std::to_string(i) + "@example.org"), made, refused),
                     asio::detached);
    co_await wait_until(made, refused, 20);
  });
  CHECK(made == 1);
  CHECK(data.execute("select count(*) from members.spaces") == "1");
  CHECK(data.execute("select count(*) from members.members") == "1");
  CHECK(data.execute("select count(*) from members.sessions") == "1");
}

TEST_CASE("of twenty tries at once with a token each exactly one sets up") {
  test_members data;
  int made = 0, refused = 0;
  with_service(data, [&](context& ctx) -> task<> {
    auto io = co_await asio::this_coro::executor;
    for (int i = 0; i < 20; ++i)
      asio::co_spawn(
          io,
          try_set_up(ctx, form(add_token(data), "nr" + std::to_string(i) + "@example.org"), made, refused),
          asio::detached);
    co_await wait_until(made, refused, 20);
  });
  CHECK(made == 1);
  CHECK(data.execute("select count(*) from members.spaces") == "1");
  CHECK(data.execute("select count(*) from members.members") == "1");
}
}  // namespace verbund::members
