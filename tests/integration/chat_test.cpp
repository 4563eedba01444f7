// Chat over a real database: order, repetition, rights, and that two replicas never wait for each other.
#include <boost/asio/io_context.hpp>

#include "shared/base/catch.hpp"
#include "shared/base/json_text.hpp"
#include "tests/integration/chat_world.hpp"

using namespace verbund;

namespace {
std::string send_params(const uuid& id, const uuid& channel, std::string_view body) {
  std::string out = R"({"id":")" + to_string(id) + R"(","channel":")" + to_string(channel) + R"(","body":)";
  append_json_string(out, body);
  return out + "}";
}

/// Runs the loop until the replicas have answered `count` requests in all.
void run_until(asio::io_context& io, std::initializer_list<const chat_replica*> replicas, std::size_t count) {
  auto end = steady_clock::now() + std::chrono::seconds(30);
  auto answers = [&] {
    std::size_t sum = 0;
    for (auto* r : replicas) sum += r->answers();
    return sum;
  };
  while (answers() < count && steady_clock::now() < end) io.run_one_for(std::chrono::milliseconds(100));
  REQUIRE(answers() >= count);
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}
}  // namespace

TEST_CASE("every statement of chat is accepted by the schema it is for") {
  chat_world world;
  for (const auto* q : chat::sql::all()) {
    INFO(q->name);
    std::string name = q->name;
    std::replace(name.begin(), name.end(), '.', '_');
    CHECK_NOTHROW(world.database.execute("prepare " + name + " as " + q->text));
  }
}

TEST_CASE("chat's role changes no schema and reads nothing of members but what is published") {
  chat_world world;
  world.database.execute("set role verbund_chat");
  CHECK_THROWS(world.database.execute("create table chat.extra (id int)"));
  CHECK_THROWS(world.database.execute("create temporary table extra (id int)"));
  CHECK_THROWS(world.database.execute("select * from members.members"));
  CHECK_THROWS(world.database.execute("select * from members.sessions"));
  CHECK_THROWS(world.database.execute("delete from chat.messages"));
  CHECK_NOTHROW(world.database.execute("select count(*) from members_api.spaces"));
  world.database.execute("reset role");
}

TEST_CASE("messages of one session keep their order and get dense numbers") {
  chat_world world;
  asio::io_context io(1);
  auto maren = world.join("member", world.group);
  chat_replica chat(io, world);
  constexpr int many = 300;
  for (int i = 0; i < many; ++i)
    chat.send(maren, "chat.send_message",
              send_params(new_uuid(), world.channel, "Nachricht " + std::to_string(i)));
  run_until(io, {&chat}, many);
  for (int i = 0; i < many; ++i) {
    INFO(chat.answer(static_cast<std::uint64_t>(i) + 1));
    REQUIRE(has(chat.answer(static_cast<std::uint64_t>(i) + 1), "\"number\":" + std::to_string(i + 1) + ","));
    REQUIRE(has(chat.answer(static_cast<std::uint64_t>(i) + 1),
                "\"body\":\"Nachricht " + std::to_string(i) + "\""));
  }
  CHECK(world.count("select position from chat.streams where kind = 'channel'") == many);
  CHECK(world.count("select count(distinct position) from chat.changes") == many);
}

TEST_CASE("an edit and a message of one session do not overtake each other") {
  chat_world world;
  asio::io_context io(1);
  auto maren = world.join("member", world.group);
  chat_replica chat(io, world);
  auto first = new_uuid();
  chat.send(maren, "chat.send_message", send_params(first, world.channel, "eins"));
  chat.send(maren, "chat.edit_message",
            R"({"id":")" + to_string(first) + R"(","channel":")" + to_string(world.channel) +
                R"(","position":1,"body":"eins!"})");
  chat.send(maren, "chat.send_message", send_params(new_uuid(), world.channel, "zwei"));
  run_until(io, {&chat}, 3);
  CHECK(has(chat.answer(2), "\"position\":2,"));
  CHECK(has(chat.answer(3), "\"position\":3,"));
  CHECK(has(chat.answer(3), "\"number\":2,"));
}

TEST_CASE("the same id posts once; the same id with other text or by somebody else is a conflict") {
  chat_world world;
  asio::io_context io(1);
  auto maren = world.join("member", world.group), jana = world.join("member", world.group);
  chat_replica chat(io, world);
  auto id = new_uuid();
  for (int i = 0; i < 5; ++i) chat.send(maren, "chat.send_message", send_params(id, world.channel, "Hallo"));
  chat.send(maren, "chat.send_message", send_params(id, world.channel, "Anders"));
  chat.send(jana, "chat.send_message", send_params(id, world.channel, "Hallo"));
  run_until(io, {&chat}, 7);
  for (std::uint64_t i = 1; i <= 5; ++i) CHECK(has(chat.answer(i), "\"number\":1,\"position\":1,"));
  CHECK(has(chat.answer(6), "\"kind\":\"conflict\""));
  CHECK(has(chat.answer(7), "\"kind\":\"conflict\""));
  CHECK(world.count("select count(*) from chat.messages") == 1);
}

TEST_CASE("two replicas post to the same channels in opposite order without a deadlock or a hole") {
  chat_world world;
  asio::io_context io(1);
  std::vector<uuid> channels;
  for (int i = 0; i < 8; ++i) {
    channels.push_back(new_uuid());
    world.add_channel(channels.back(), world.group);
  }
  auto maren = world.join("member", world.group), jana = world.join("member", world.group);
  chat_replica one(io, world), two(io, world);
  constexpr std::size_t many = 800;
  for (std::size_t i = 0; i < many; ++i) {
    one.send(maren, "chat.send_message", send_params(new_uuid(), channels[i % 8], "vor"));
    two.send(jana, "chat.send_message", send_params(new_uuid(), channels[7 - i % 8], "zurück"));
  }
  run_until(io, {&one, &two}, 2 * many);
  CHECK(world.count("select count(*) from chat.messages") == 2 * many);
  CHECK(world.count("select count(*) from chat.streams s where kind = 'channel' and number <> "
                    "(select count(*) from chat.messages m where m.channel = s.id)") == 0);
  CHECK(world.count("select count(*) from (select channel from chat.messages group by channel "
                    "having max(number) <> count(*) or min(number) <> 1) holes") == 0);
}

TEST_CASE("one unfit write in a set does not take the others with it") {
  chat_world world;
  asio::io_context io(1);
  auto maren = world.join("member", world.group);
  auto second = new_uuid();
  world.add_channel(second, world.group);
  chat_replica one(io, world), two(io, world);
  // The same id for two channels at once on two replicas: one of them meets the primary key.
  auto id = new_uuid();
  one.send(maren, "chat.send_message", send_params(id, world.channel, "hier"));
  one.send(maren, "chat.send_message", send_params(new_uuid(), world.channel, "gut"));
  two.send(maren, "chat.send_message", send_params(id, second, "dort"));
  two.send(maren, "chat.send_message", send_params(new_uuid(), second, "auch gut"));
  run_until(io, {&one, &two}, 4);
  int stored = has(one.answer(1), "\"result\"") + has(two.answer(1), "\"result\"");
  CHECK(stored == 1);
  CHECK(has(one.answer(2), "\"result\""));
  CHECK(has(two.answer(2), "\"result\""));
  CHECK(world.count("select count(*) from chat.messages") == 3);
}

TEST_CASE("who may not write stores nothing, and hidden looks like not existing") {
  chat_world world;
  asio::io_context io(1);
  auto observer = world.join("observer", world.group), outsider = world.join("member", world.association);
  auto gone = world.join("member", world.group), muted = world.join("member", world.group);
  world.database.execute("update members.sessions set ended_at = now() where id = " +
                         chat_world::quote(gone.session));
  world.database.execute(
      "update members.memberships set muted_until = now() + interval '1 day' where member = " +
      chat_world::quote(muted.member));
  chat_replica chat(io, world);
  chat.send(observer, "chat.send_message", send_params(new_uuid(), world.channel, "x"));
  chat.send(muted, "chat.send_message", send_params(new_uuid(), world.channel, "x"));
  chat.send(gone, "chat.send_message", send_params(new_uuid(), world.channel, "x"));
  chat.send(outsider, "chat.send_message", send_params(new_uuid(), world.channel, "x"));
  chat.send(outsider, "chat.send_message", send_params(new_uuid(), new_uuid(), "x"));
  auto history = [](const uuid& channel) { return R"({"channel":")" + to_string(channel) + R"("})"; };
  chat.send(outsider, "chat.history", history(world.channel));
  chat.send(outsider, "chat.history", history(new_uuid()));
  chat.send(observer, "chat.history", history(world.channel));
  chat.send(gone, "chat.list_channels", "{}");
  run_until(io, {&chat}, 9);
  CHECK(has(chat.answer(1), "\"kind\":\"forbidden\""));
  CHECK(has(chat.answer(2), "\"kind\":\"forbidden\""));
  CHECK(has(chat.answer(9), "\"kind\":\"unauthenticated\""));
  CHECK(has(chat.answer(3), "\"kind\":\"unauthenticated\""));
  auto without_id = [&](std::uint64_t id) { return chat.answer(id).substr(chat.answer(id).find(',')); };
  CHECK(has(chat.answer(4), "\"kind\":\"not_found\""));
  CHECK(without_id(4) == without_id(5));
  CHECK(has(chat.answer(6), "\"kind\":\"not_found\""));
  CHECK(without_id(6) == without_id(7));
  CHECK(has(chat.answer(8), "\"messages\":[]"));
  CHECK(world.count("select count(*) from chat.messages") == 0);
  CHECK(world.count("select sum(position) from chat.streams") == 0);
}

TEST_CASE("what is refused leaves nothing behind, not even a stream") {
  chat_world world;
  asio::io_context io(1);
  auto maren = world.join("member", world.group), outsider = world.join("member", world.association);
  chat_replica chat(io, world);
  auto streams = world.count("select count(*) from chat.streams");
  chat.send(
      maren, "chat.create_channel",
      R"({"id":")" + to_string(new_uuid()) + R"(","space":")" + to_string(world.group) + R"(","name":"x"})");
  chat.send(outsider, "chat.mark_read", R"({"channel":")" + to_string(world.channel) + R"(","number":1})");
  run_until(io, {&chat}, 2);
  CHECK(has(chat.answer(1), "\"kind\":\"forbidden\""));
  CHECK(has(chat.answer(2), "\"kind\":\"not_found\""));
  CHECK(world.count("select count(*) from chat.streams") == streams);
}

TEST_CASE("a channel cannot take the stream of a member or of a space") {
  chat_world world;
  asio::io_context io(1);
  auto clara = world.join("coordination", world.group), maren = world.join("member", world.group);
  chat_replica chat(io, world);
  for (const auto& id : {maren.member, world.group, world.association, world.channel})
    chat.send(clara, "chat.create_channel",
              R"({"id":")" + to_string(id) + R"(","space":")" + to_string(world.group) + R"(","name":"x"})");
  run_until(io, {&chat}, 4);
  for (std::uint64_t i = 1; i <= 4; ++i) {
    INFO(chat.answer(i));
    CHECK(has(chat.answer(i), "\"kind\":\"conflict\""));
  }
}

TEST_CASE("a page of long messages is cut to what one answer may hold, and says that there are more") {
  chat_world world;
  asio::io_context io(1);
  auto maren = world.join("member", world.group);
  chat_replica chat(io, world);
  // The worst a body can be: each character is six bytes of JSON.
  for (int i = 0; i < 60; ++i)
    chat.send(maren, "chat.send_message", send_params(new_uuid(), world.channel, std::string(8000, '\x01')));
  run_until(io, {&chat}, 60);
  auto page =
      chat.send(maren, "chat.history", R"({"channel":")" + to_string(world.channel) + R"(","limit":200})");
  auto live = chat.send(maren, "chat.live_streams",
                        R"({"streams":[{"stream":"channel:)" + to_string(world.channel) +
                            R"(","level":"objects","from_number":1}]})");
  run_until(io, {&chat}, 62);
  CHECK(chat.answer(page).size() < 400000);
  CHECK(has(chat.answer(page), "\"number\":60,"));
  CHECK(has(chat.answer(page), "\"more\":true"));
  CHECK(has(chat.answer(live), "\"resync_required\":true"));
}

TEST_CASE("a deleted message keeps its place and leaves no text anywhere") {
  chat_world world;
  asio::io_context io(1);
  auto maren = world.join("member", world.group);
  chat_replica chat(io, world);
  auto id = new_uuid();
  auto place = R"({"id":")" + to_string(id) + R"(","channel":")" + to_string(world.channel) + "\"";
  chat.send(maren, "chat.send_message", send_params(id, world.channel, "Kanarienvogel"));
  chat.send(maren, "chat.delete_message", place + "}");
  chat.send(maren, "chat.delete_message", place + "}");
  chat.send(maren, "chat.edit_message", place + R"(,"position":2,"body":"zurück"})");
  chat.send(maren, "chat.send_message", send_params(id, world.channel, "Kanarienvogel"));
  run_until(io, {&chat}, 5);
  chat.send(maren, "chat.live_streams",
            R"({"streams":[{"stream":"channel:)" + to_string(world.channel) +
                R"(","level":"objects","position":0}]})");
  run_until(io, {&chat}, 6);
  for (std::uint64_t i = 2; i <= 6; ++i) {
    INFO(i << " " << chat.answer(i));
    CHECK_FALSE(has(chat.answer(i), "Kanarienvogel"));
  }
  CHECK(has(chat.answer(3), "\"position\":2,"));
  CHECK(has(chat.answer(4), "\"kind\":\"conflict\""));
  CHECK(has(chat.answer(5), "\"deleted_at\""));
  CHECK(world.count("select count(*) from chat.messages where body like '%Kanarien%'") == 0);
}

TEST_CASE("what went from a stream is told for 90 days; who comes back later loads anew") {
  chat_world world;
  asio::io_context io(1);
  auto maren = world.join("member", world.group);
  chat_replica chat(io, world);
  for (int i = 0; i < 3; ++i)
    chat.send(maren, "chat.send_message", send_params(new_uuid(), world.channel, "x"));
  run_until(io, {&chat}, 3);
  auto stream = world.quote(world.channel);
  // Gone as a move to another channel leaves it, at positions 4 and 5.
  world.database.execute(
      "update chat.changes set gone = true, position = 4, changed_at = now() - interval '91 days' "
      "where position = 1 and stream = " +
      stream);
  world.database.execute(
      "update chat.changes set gone = true, position = 5, changed_at = now() - interval '89 days' "
      "where position = 2 and stream = " +
      stream);
  world.database.execute("update chat.streams set position = 5 where id = " + stream);
  auto resume = [&](int position) {
    auto n = chat.answers() + 1;
    auto id = chat.send(maren, "chat.live_streams",
                        R"({"streams":[{"stream":"channel:)" + to_string(world.channel) +
                            R"(","level":"objects","position":)" + std::to_string(position) + "}]}");
    run_until(io, {&chat}, n);
    return chat.answer(id);
  };
  CHECK(has(resume(3), "\"position\":4,"));
  CHECK(has(resume(3), "\"object\":null"));

  CHECK(world.count(chat::sql::forget_gone.text) == 1);
  CHECK(world.count(chat::sql::forget_gone.text) == 0);
  CHECK(has(resume(3), "\"resync_required\":true"));
  CHECK(has(resume(4), "\"resync_required\":false"));
  CHECK(has(resume(4), "\"object\":null"));
  CHECK(world.count("select count(*) from chat.changes where stream = " + stream) == 2);
}

TEST_CASE("unread is what others wrote beyond the mark, and a mark never goes back") {
  chat_world world;
  asio::io_context io(1);
  auto maren = world.join("member", world.group), jana = world.join("member", world.group);
  chat_replica chat(io, world);
  for (int i = 0; i < 6; ++i)
    chat.send(i % 2 ? maren : jana, "chat.send_message", send_params(new_uuid(), world.channel, "x"));
  run_until(io, {&chat}, 6);
  auto mark = [&](int number) {
    return R"({"channel":")" + to_string(world.channel) + R"(","number":)" + std::to_string(number) + "}";
  };
  chat.send(maren, "chat.mark_read", mark(1));
  chat.send(maren, "chat.mark_read", mark(4));
  chat.send(maren, "chat.mark_read", mark(2));
  chat.send(maren, "chat.mark_read", mark(1000));
  run_until(io, {&chat}, 10);
  auto all = chat.answer(7) + chat.answer(8) + chat.answer(9) + chat.answer(10);
  INFO(all);
  CHECK(has(chat.answer(10), "\"number\":6,\"unread\":0"));
  CHECK(world.count("select number from chat.read_marks") == 6);
  auto lists = chat.send(jana, "chat.list_channels", "{}");
  run_until(io, {&chat}, 11);
  CHECK(has(chat.answer(lists), "\"last_number\":6,\"read_number\":0,\"unread\":3"));
}
