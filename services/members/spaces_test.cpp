// Who sees which spaces and which people.
#include <set>

#include "services/members/test_members.hpp"

namespace verbund::members {
namespace {
/// An association with a space of each kind of readers, and people in every relation to them.
struct world : test_members {
  uuid open = add_space("regional_group", "public", true);
  uuid members_only = add_space("regional_group", "members", true);
  uuid closed = add_space("working_group", "group", true);
  uuid hidden = add_space("working_group", "group", false);
  uuid consultation = add_space("working_group", "consultation", true);

  uuid anna = add_colleague("anna@example.org");          // an ordinary member, in nothing else
  uuid insider = add_colleague("ida@example.org");        // in every space
  uuid observer = add_member("otto@example.org");         // observes the association
  uuid guest = add_member("gast@example.org", true);      // a guest of the closed group
  uuid stranger = add_member("fremd@example.org", true);  // a guest of nothing

  world() {
    for (const auto& space : {open, members_only, closed, hidden, consultation})
      join(space, insider, "coordination");
    join(association(), observer, "observer");
    join(closed, guest, "guest");
  }
};

std::set<uuid> ids_of(const proto::space_list& list) {
  std::set<uuid> out;
  for (const auto& s : list.spaces) out.insert(s.id.value);
  return out;
}

task<std::set<uuid>> spaces_of(context& ctx, world& w, uuid member) {
  auto list = co_await list_spaces(ctx, w.request_of(member), proto::list_spaces{});
  co_return ids_of(list);
}

/// Those of the spaces whose members she may list; every other must answer as one that does not exist.
task<std::set<uuid>> listable(context& ctx, world& w, uuid member) {
  auto rq = w.request_of(member);
  proto::list_members nowhere{{new_uuid()}};
  auto no_such = co_await refusal_of(list_members(ctx, rq, nowhere));
  CHECK(no_such.starts_with("not_found"));
  std::set<uuid> out;
  for (const auto& space : {w.association(), w.open, w.members_only, w.closed, w.hidden, w.consultation}) {
    proto::list_members p{{space}};
    auto answer = co_await refusal_of(list_members(ctx, rq, p));
    if (answer.empty())
      out.insert(space);
    else
      CHECK(answer == no_such);
  }
  co_return out;
}

task<std::set<uuid>> cards_of(context& ctx, world& w, uuid member) {
  proto::get_members p;
  for (const auto& id : {w.anna, w.insider, w.observer, w.guest, w.stranger, new_uuid()})
    p.members.push_back({id});
  auto cards = co_await get_members(ctx, w.request_of(member), p);
  std::set<uuid> out;
  for (const auto& c : cards.members) out.insert(c.id.value);
  co_return out;
}
using set = std::set<uuid>;
}  // namespace

TEST_CASE("space.list shows joined spaces and those listed for this member") {
  world w;
  with_service(w, [&](context& ctx) -> task<> {
    auto association = w.association();
    auto anna = co_await spaces_of(ctx, w, w.anna);
    CHECK(anna == set{association, w.open, w.members_only, w.closed, w.consultation});
    auto insider = co_await spaces_of(ctx, w, w.insider);
    CHECK(insider == set{association, w.open, w.members_only, w.closed, w.hidden, w.consultation});
    auto observer = co_await spaces_of(ctx, w, w.observer);
    CHECK(observer == anna);
    auto guest = co_await spaces_of(ctx, w, w.guest);
    CHECK(guest == set{w.open, w.closed});
    auto stranger = co_await spaces_of(ctx, w, w.stranger);
    CHECK(stranger == set{w.open});
  });
}

TEST_CASE("space.list is refused to a session that ended after the gateway knew it") {
  world w;
  with_service(w, [&](context& ctx) -> task<> {
    auto request = w.request_of(w.anna);
    w.execute("update members.sessions set ended_at = now() where member = " + quoted(w.anna));
    auto why = kind::internal;
    try {
      co_await list_spaces(ctx, request, proto::list_spaces{});
    } catch (const refusal& r) {
      why = r.why;
    }
    CHECK(why == kind::unauthenticated);
  });
}

TEST_CASE("space.list tells role, regions, counts, and no parent a guest may not know") {
  world w;
  w.execute("insert into members.regions (ags, name, kind) values ('14', 'Sachsen', 'Freistaat')");
  w.execute(
      "insert into members.regions (ags, name, kind, parent) values ('14626', 'Görlitz', 'Landkreis', '14'), "
      "('14625', 'Bautzen', 'Landkreis', '14')");
  w.execute("insert into members.space_regions select " + quoted(w.closed) +
            ", ags from members.regions where ags > '14'");
  w.execute("update members.members set status = 'suspended' where id = " + quoted(w.insider));
  with_service(w, [&](context& ctx) -> task<> {
    auto list = co_await list_spaces(ctx, w.request_of(w.guest), proto::list_spaces{});
    REQUIRE(list.spaces.size() == 2);
    for (const auto& s : list.spaces) {
      CHECK_FALSE(s.parent.has_value());
      if (s.id.value == w.closed) {
        CHECK(s.role == proto::role::guest);
        CHECK(s.regions == std::vector<std::string>{"14625", "14626"});
        CHECK(s.member_count == 1);
      } else {
        CHECK_FALSE(s.role.has_value());
        CHECK(s.readers == proto::space_readers::public_);
      }
    }
    auto mine = co_await list_spaces(ctx, w.request_of(w.anna), proto::list_spaces{});
    for (const auto& s : mine.spaces)
      CHECK(s.parent.has_value() == (s.kind != proto::space_kind::association));
  });
}

TEST_CASE("how many are in a space follows every coming and going, and counts who is active") {
  world w;
  auto counted = [&] {
    return w.execute("select members from members.member_counts where space = " + quoted(w.closed)) + " of " +
           w.execute("select count(*) from members_api.memberships where space = " + quoted(w.closed));
  };
  CHECK(counted() == "2 of 2");
  w.join(w.closed, w.anna, "member");
  CHECK(counted() == "3 of 3");
  w.execute("update members.memberships set role = 'moderation' where member = " + quoted(w.anna));
  CHECK(counted() == "3 of 3");
  w.execute("delete from members.memberships where space = " + quoted(w.closed) + " and member in (" +
            quoted(w.anna) + ", " + quoted(w.guest) + ")");
  CHECK(counted() == "1 of 1");
  w.join(w.closed, w.anna, "observer");
  CHECK(counted() == "2 of 2");
  w.execute(
      "update members.members set status = 'suspended', suspension_ends_at = now() + interval '1 hour' "
      "where id = " +
      quoted(w.anna));
  CHECK(counted() == "1 of 1");
  w.execute("update members.members set suspension_ends_at = now() where id = " + quoted(w.anna));
  CHECK(counted() == "2 of 2");
  w.execute("begin; delete from members.memberships where member = " + quoted(w.anna) +
            "; insert into members.memberships (space, member, role) values (" + quoted(w.closed) + ", " +
            quoted(w.anna) + ", 'member'); commit");
  CHECK(counted() == "2 of 2");
}

TEST_CASE("space.members answers only who may read the space, and hides the rest as not existing") {
  world w;
  with_service(w, [&](context& ctx) -> task<> {
    auto association = w.association();
    auto anna = co_await listable(ctx, w, w.anna);
    CHECK(anna == set{association, w.open, w.members_only});
    auto insider = co_await listable(ctx, w, w.insider);
    CHECK(insider == set{association, w.open, w.members_only, w.closed, w.hidden, w.consultation});
    auto observer = co_await listable(ctx, w, w.observer);
    CHECK(observer == set{association, w.open, w.members_only});
    auto guest = co_await listable(ctx, w, w.guest);
    CHECK(guest == set{w.open, w.closed});
    auto stranger = co_await listable(ctx, w, w.stranger);
    CHECK(stranger == set{w.open});
  });
}

TEST_CASE("a guest in the association's own space is no member of it") {
  world w;
  w.join(w.association(), w.stranger, "guest");
  with_service(w, [&](context& ctx) -> task<> {
    auto spaces = co_await listable(ctx, w, w.stranger);
    CHECK(spaces == set{w.association(), w.open});
  });
}

TEST_CASE("cards show people of readable spaces and oneself") {
  world w;
  with_service(w, [&](context& ctx) -> task<> {
    auto anna = co_await cards_of(ctx, w, w.anna);
    CHECK(anna == set{w.anna, w.insider, w.observer});
    auto insider = co_await cards_of(ctx, w, w.insider);
    CHECK(insider == set{w.anna, w.insider, w.observer, w.guest});
    auto guest = co_await cards_of(ctx, w, w.guest);
    CHECK(guest == set{w.guest, w.insider});
    auto stranger = co_await cards_of(ctx, w, w.stranger);
    CHECK(stranger == set{w.stranger, w.insider});
    w.execute("update members.members set status = 'left' where id = " + quoted(w.observer));
    auto after = co_await cards_of(ctx, w, w.anna);
    CHECK(after == set{w.anna, w.insider});
  });
}

TEST_CASE("space.members pages by id, each member once") {
  test_members data;
  auto anna = data.add_colleague("anna@example.org");
  std::set<uuid> all{anna};
  for (int i = 0; i < 24; ++i) all.insert(data.add_colleague("m" + std::to_string(i) + "@example.org"));
  with_service(data, [&](context& ctx) -> task<> {
    auto rq = data.request_of(anna);
    proto::list_members p{{data.association()}};
    p.limit = proto::whole<1, 200>(10);
    std::set<uuid> seen;
    std::vector<std::size_t> sizes;
    for (bool more = true; more;) {
      auto page = co_await list_members(ctx, rq, p);
      for (const auto& m : page.members) {
        CHECK(seen.insert(m.id.value).second);
        CHECK(m.role == proto::role::member);
      }
      sizes.push_back(page.members.size());
      more = page.more;
      p.after = page.members.back().id;
    }
    CHECK(seen == all);
    CHECK(sizes == std::vector<std::size_t>{10, 10, 5});
  });
}
}  // namespace verbund::members
