// Signing in against a real database.
#include "services/members/test_members.hpp"
#include "shared/base/metrics.hpp"

namespace verbund::members {
namespace {
proto::sign_in credentials(const std::string& email, const std::string& password) {
  proto::sign_in p;
  p.email = email;
  p.password = password;
  return p;
}
std::uint64_t hashes() {
  return metrics::get_counter("verbund_password_hashes_total", "").value();
}
}  // namespace

TEST_CASE("the right password starts a session, and its token is the cookie") {
  test_members data;
  auto member = data.add_colleague("Anna@example.org");
  with_service(data, [&](context& ctx) -> task<> {
    auto rq = data.anonymous();
    auto session = co_await sign_in(ctx, rq, credentials("anna@EXAMPLE.org", test_password));
    CHECK(session.member.value == member);
    CHECK(session.email == "Anna@example.org");
    CHECK(session.association == "The members association");
    CHECK_FALSE(session.shared_device);
    CHECK(is_version_7(session.session.value));
    REQUIRE(rq.cookie_to_set->has_value());
    CHECK((*rq.cookie_to_set)->max_age == cookie_seconds);
    CHECK((*rq.cookie_to_set)->token.size() == 43);

    proto::resolve_session question{(*rq.cookie_to_set)->token, false};
    auto found = co_await resolve_session(ctx, data.anonymous(), question);
    CHECK(found.session == session.session);
    CHECK(found.member == session.member);
    // What is stored cannot be used as a token.
    CHECK(data.execute("select count(*) from members.sessions where position('" + question.token +
                       "' in encode(token_hash, 'escape')) > 0") == "0");
  });
}

TEST_CASE("a shared device is remembered and its cookie goes soon") {
  test_members data;
  data.add_colleague("anna@example.org");
  with_service(data, [&](context& ctx) -> task<> {
    auto rq = data.anonymous();
    auto p = credentials("anna@example.org", test_password);
    p.shared_device = true;
    auto session = co_await sign_in(ctx, rq, p);
    CHECK(session.shared_device);
    CHECK((*rq.cookie_to_set)->max_age == shared_cookie_seconds);
  });
}

TEST_CASE("a wrong password and an unknown account get one answer, and one hash each") {
  test_members data;
  data.add_colleague("anna@example.org");
  with_service(data, [&](context& ctx) -> task<> {
    auto rq = data.anonymous();
    auto before = hashes();
    auto wrong = co_await refusal_of(sign_in(ctx, rq, credentials("anna@example.org", "nicht das Passwort")));
    CHECK(hashes() == before + 1);
    auto unknown = co_await refusal_of(sign_in(ctx, rq, credentials("niemand@example.org", test_password)));
    CHECK(hashes() == before + 2);
    CHECK(wrong.starts_with("unauthenticated"));
    CHECK(wrong == unknown);
    CHECK_FALSE(rq.cookie_to_set->has_value());
  });
  CHECK(data.execute("select count(*) from members.sessions") == "0");
}

TEST_CASE("an account without a password cannot sign in, not even with an empty one") {
  test_members data;
  data.add_colleague("anna@example.org");
  data.execute("update members.members set password_hash = null");
  with_service(data, [&](context& ctx) -> task<> {
    auto answer = co_await refusal_of(sign_in(ctx, data.anonymous(), credentials("anna@example.org", "x")));
    CHECK(answer.starts_with("unauthenticated"));
  });
}

TEST_CASE("a suspended account learns so after the right password only; one that left is unknown") {
  test_members data;
  data.add_colleague("anna@example.org");
  with_service(data, [&](context& ctx) -> task<> {
    data.execute("update members.members set status = 'suspended'");
    auto right =
        co_await refusal_of(sign_in(ctx, data.anonymous(), credentials("anna@example.org", test_password)));
    CHECK(right.starts_with("forbidden"));
    auto wrong =
        co_await refusal_of(sign_in(ctx, data.anonymous(), credentials("anna@example.org", "falsch")));
    CHECK(wrong.starts_with("unauthenticated"));
    data.execute("update members.members set status = 'left'");
    auto left =
        co_await refusal_of(sign_in(ctx, data.anonymous(), credentials("anna@example.org", test_password)));
    CHECK(left == wrong);
  });
  CHECK(data.execute("select count(*) from members.sessions") == "0");
}

TEST_CASE("after too many wrong passwords even the right one has to wait, without a hash") {
  test_members data;
  data.add_colleague("anna@example.org");
  data.limits.sign_in_attempts = 3;
  with_service(data, [&](context& ctx) -> task<> {
    for (int i = 0; i < 3; ++i) {
      auto answer = co_await refusal_of(sign_in(ctx, data.anonymous("203.0." + std::to_string(i) + ".1"),
                                                credentials("anna@example.org", "falsch")));
      CHECK(answer.starts_with("unauthenticated"));
    }
    auto before = hashes();
    auto answer = co_await refusal_of(
        sign_in(ctx, data.anonymous("203.0.9.1"), credentials("anna@example.org", test_password)));
    CHECK(answer.starts_with("too_many"));
    CHECK(hashes() == before);
  });
}

TEST_CASE("a right password forgets the account's wrong ones and gives the address its attempt back") {
  test_members data;
  data.add_colleague("anna@example.org");
  data.limits.sign_in_attempts = 3;
  with_service(data, [&](context& ctx) -> task<> {
    for (int round = 0; round < 4; ++round) {
      // Two wrong ones from elsewhere, one right one from the school.
      for (int i = 0; i < 2; ++i) {
        auto from = "203.0." + std::to_string(10 * round + i) + ".1";
        co_await refusal_of(sign_in(ctx, data.anonymous(from), credentials("anna@example.org", "falsch")));
      }
      auto answer = co_await refusal_of(
          sign_in(ctx, data.anonymous("192.0.2.1"), credentials("anna@example.org", test_password)));
      CHECK(answer == "");
    }
  });
  CHECK(data.execute("select count(*) from members.sessions") == "4");
}

TEST_CASE("nothing of an e-mail address or a whereabout is kept by counting") {
  test_members data;
  with_service(data, [&](context& ctx) -> task<> {
    co_await refusal_of(
        sign_in(ctx, data.anonymous("192.0.2.77"), credentials("anna@example.org", "falsch")));
  });
  CHECK(data.execute("select count(*) from members.sign_in_attempts") == "3");
  CHECK(data.execute("select count(*) from members.sign_in_attempts where encode(subject, 'escape') ~ "
                     "'example|192'") == "0");
}
}  // namespace verbund::members
