// What becomes of a session: resolved, used, ended; browsers and programs.
#include "services/members/service.hpp"
#include "services/members/test_members.hpp"

namespace verbund::members {

TEST_CASE("a session that ended, expired or idled too long resolves no more") {
  test_members data;
  auto member = data.add_colleague("anna@example.org");
  auto spoil = GENERATE(as<std::string>{}, "ended_at = now()", "expires_at = now() - interval '1 second'",
                        "last_seen_at = now() - interval '30 days 1 second'",
                        "last_seen_at = now() - interval '31 minutes', shared_device = true");
  auto begun = data.begin_session(member);
  with_service(data, [&](context& ctx) -> task<> {
    proto::resolve_session question{begun.token, false};
    auto before = co_await refusal_of(resolve_session(ctx, data.anonymous(), question));
    CHECK(before == "");
    data.execute("update members.sessions set " + spoil);
    auto after = co_await refusal_of(resolve_session(ctx, data.anonymous(), question));
    CHECK(after.starts_with("unauthenticated"));
    auto rq = data.anonymous();
    rq.session = begun.session;
    rq.member = member;
    auto current = co_await refusal_of(current_session(ctx, rq, proto::current{}));
    CHECK(current.starts_with("unauthenticated"));
  });
}

TEST_CASE("a session lives 29 idle days, on a shared device 29 idle minutes") {
  test_members data;
  auto begun = data.begin_session(data.add_colleague("anna@example.org"));
  auto idle = GENERATE(as<std::string>{}, "last_seen_at = now() - interval '29 days'",
                       "last_seen_at = now() - interval '29 minutes', shared_device = true");
  with_service(data, [&](context& ctx) -> task<> {
    data.execute("update members.sessions set " + idle);
    proto::resolve_session question{begun.token, false};
    auto answer = co_await refusal_of(resolve_session(ctx, data.anonymous(), question));
    CHECK(answer == "");
    CHECK(data.execute("select last_seen_at > now() - interval '1 minute' from members.sessions") == "t");
  });
}

TEST_CASE("use is noted once a minute, not with every request") {
  test_members data;
  auto begun = data.begin_session(data.add_colleague("anna@example.org"));
  data.execute("update members.sessions set last_seen_at = now() - interval '50 seconds'");
  auto before = data.execute("select last_seen_at from members.sessions");
  with_service(data, [&](context& ctx) -> task<> {
    proto::resolve_session question{begun.token, false};
    co_await resolve_session(ctx, data.anonymous(), question);
    CHECK(data.execute("select last_seen_at from members.sessions") == before);
  });
}

TEST_CASE("what a page asks by itself is no use of its session") {
  test_members data;
  auto begun = data.begin_session(data.add_colleague("anna@example.org"));
  data.execute("update members.sessions set last_seen_at = now() - interval '5 minutes'");
  auto before = data.execute("select last_seen_at from members.sessions");
  with_service(data, [&](context& ctx) -> task<> {
    proto::resolve_session question{begun.token, false};
    question.idle = true;
    co_await resolve_session(ctx, data.anonymous(), question);
    CHECK(data.execute("select last_seen_at from members.sessions") == before);
    question.idle.reset();
    co_await resolve_session(ctx, data.anonymous(), question);
    CHECK(data.execute("select last_seen_at from members.sessions") != before);
  });
}

TEST_CASE("a gateway keeps used sessions alive and learns which have ended") {
  test_members data;
  auto member = data.add_colleague("anna@example.org");
  auto used = data.begin_session(member).session, idle = data.begin_session(member).session,
       ended = data.begin_session(member).session;
  data.execute(
      "update members.sessions set shared_device = true, last_seen_at = now() - interval '29 minutes'");
  data.execute("update members.sessions set ended_at = now() where id = " + quoted(ended));
  with_service(data, [&](context& ctx) -> task<> {
    proto::keep_sessions p;
    auto missing = new_uuid();
    for (const auto& id : {used, idle, ended, missing}) p.open.push_back({id});
    p.used.push_back({used});
    p.used.push_back({ended});
    auto kept = co_await keep_sessions(ctx, data.anonymous(), p);
    REQUIRE(kept.ended.size() == 2);
    CHECK(kept.ended[0].value == ended);
    CHECK(kept.ended[1].value == missing);

    data.execute("update members.sessions set last_seen_at = last_seen_at - interval '2 minutes'");
    p.used.clear();
    auto later = co_await keep_sessions(ctx, data.anonymous(), p);
    REQUIRE(later.ended.size() == 3);
    CHECK(later.ended[0].value == idle);
    REQUIRE(later.expired.size() == 1);
    CHECK(later.expired[0].value == idle);
  });
}

TEST_CASE("two gateways that keep the same sessions do not wait for each other") {
  test_members data;
  auto session = data.begin_session(data.add_colleague("anna@example.org")).session;
  data.execute("update members.sessions set last_seen_at = now() - interval '1 hour'");
  data.execute("begin");
  data.execute("update members.sessions set label = label");
  with_service(data, [&](context& ctx) -> task<> {
    auto rq = data.anonymous();
    rq.deadline = steady_clock::now() + std::chrono::seconds(2);
    proto::keep_sessions p;
    p.open.push_back({session});
    p.used.push_back({session});
    auto kept = co_await keep_sessions(ctx, rq, p);
    CHECK(kept.ended.empty());
  });
  data.execute("rollback");
}

TEST_CASE("all sessions of a suspended member are dead at once") {
  test_members data;
  auto member = data.add_colleague("anna@example.org");
  auto rq = data.request_of(member);
  with_service(data, [&](context& ctx) -> task<> {
    auto before = co_await refusal_of(list_spaces(ctx, rq, proto::list_spaces{}));
    CHECK(before == "");
    data.execute("update members.members set status = 'suspended'");
    auto after = co_await refusal_of(list_spaces(ctx, rq, proto::list_spaces{}));
    CHECK(after.starts_with("unauthenticated"));
  });
}

TEST_CASE("a session of one member does not speak for another") {
  test_members data;
  auto rq = data.request_of(data.add_colleague("anna@example.org"));
  rq.member = data.add_colleague("berta@example.org");
  with_service(data, [&](context& ctx) -> task<> {
    auto answer = co_await refusal_of(current_session(ctx, rq, proto::current{}));
    CHECK(answer.starts_with("unauthenticated"));
  });
}

TEST_CASE("a cookie is no bearer token and a bearer token no cookie") {
  test_members data;
  auto member = data.add_colleague("anna@example.org");
  auto browser = data.begin_session(member), program = data.begin_session(member, true);
  with_service(data, [&](context& ctx) -> task<> {
    proto::resolve_session a{browser.token, false}, b{browser.token, true}, c{program.token, true},
        d{program.token, false}, e{"", false}, f{"vbt_", true};
    auto cookie_as_cookie = co_await refusal_of(resolve_session(ctx, data.anonymous(), a));
    auto cookie_as_bearer = co_await refusal_of(resolve_session(ctx, data.anonymous(), b));
    auto token_as_bearer = co_await refusal_of(resolve_session(ctx, data.anonymous(), c));
    auto token_as_cookie = co_await refusal_of(resolve_session(ctx, data.anonymous(), d));
    auto nothing = co_await refusal_of(resolve_session(ctx, data.anonymous(), e));
    auto prefix = co_await refusal_of(resolve_session(ctx, data.anonymous(), f));
    CHECK(cookie_as_cookie == "");
    CHECK(token_as_bearer == "");
    CHECK(cookie_as_bearer.starts_with("unauthenticated"));
    CHECK(token_as_cookie.starts_with("unauthenticated"));
    CHECK(nothing.starts_with("unauthenticated"));
    CHECK(prefix.starts_with("unauthenticated"));
  });
}

TEST_CASE("a browser makes a token for a program; a program makes none") {
  test_members data;
  auto member = data.add_colleague("anna@example.org");
  auto rq = data.request_of(member);
  with_service(data, [&](context& ctx) -> task<> {
    proto::create_token p;
    p.label = "Kalender";
    auto made = co_await create_token(ctx, rq, p);
    CHECK(made.token.starts_with("vbt_"));
    CHECK(made.token.size() == 47);
    CHECK(made.expires_at.ms > now().ms + 179ll * 24 * 60 * 60 * 1000);
    CHECK(made.scopes == std::vector{proto::token_scope::read, proto::token_scope::write});

    proto::resolve_session question{made.token, true};
    auto found = co_await resolve_session(ctx, data.anonymous(), question);
    CHECK(found.session == made.id);
    CHECK(found.member.value == member);
    CHECK(found.scopes == made.scopes);

    auto program = data.anonymous();
    program.member = member;
    program.session = made.id.value;
    auto again = co_await refusal_of(create_token(ctx, program, p));
    CHECK(again.starts_with("forbidden"));
    auto current = co_await current_session(ctx, program, proto::current{});
    CHECK(current.member.value == member);
  });
  CHECK(data.execute("select count(*) from members.sessions where kind = 'token'") == "1");
}

TEST_CASE("signing out ends the session and clears the cookie of a browser only") {
  test_members data;
  auto member = data.add_colleague("anna@example.org");
  auto browser = data.request_of(member);
  auto program = data.anonymous();
  program.member = member;
  program.session = data.begin_session(member, true).session;
  with_service(data, [&](context& ctx) -> task<> {
    co_await sign_out(ctx, program, proto::sign_out{});
    CHECK_FALSE(program.cookie_to_set->has_value());
    auto program_again = co_await refusal_of(sign_out(ctx, program, proto::sign_out{}));
    CHECK(program_again.starts_with("unauthenticated"));

    co_await sign_out(ctx, browser, proto::sign_out{});
    REQUIRE(browser.cookie_to_set->has_value());
    CHECK((*browser.cookie_to_set)->token.empty());
    CHECK((*browser.cookie_to_set)->max_age == 0);
    auto browser_again = co_await refusal_of(sign_out(ctx, browser, proto::sign_out{}));
    CHECK(browser_again.starts_with("unauthenticated"));
  });
}

TEST_CASE("every method of members in the catalogue has a handler") {
  asio::io_context io(1);
  settings s;
  s.limits.password_memory_mib = 1;
  s.postgres.host = "/nowhere";
  auto service = make_service(io, s);
  CHECK(service->name() == "members");
  CHECK(service->not_ready() != "");
  for (const auto& m : proto::all_methods()) {
    INFO(m.name);
    if (m.service != "members") continue;
    CHECK((service->table().find_answering(m.name) || service->table().find_writing(m.name)));
  }
}
}  // namespace verbund::members
