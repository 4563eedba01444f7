// Tests of the queue at the door.
#include "gateway/entrance.hpp"

#include <string>
#include <vector>

#include "shared/base/catch.hpp"

using namespace verbund::gateway;
using namespace std::chrono_literals;

namespace {
struct crowd {
  entrance::clock::time_point now = entrance::clock::now();
  entrance door;
  std::vector<entrance::turn> inside = {};
  std::string came = {};
  explicit crowd(std::size_t at_once) : door(at_once, [this] { return now; }) {}
  // Whose turn ends with the crowd makes room for nobody.
  ~crowd() { door.close(); }

  entrance::admitted guest(char name) {
    return [this, name](std::optional<entrance::turn> t) {
      came += t ? name : '-';
      if (t) inside.push_back(std::move(*t));
    };
  }
  void arrive(char name) { door.arrive(guest(name)); }
  void ask(char name) { door.ask(guest(name)); }
  void leave() {
    auto first = std::move(inside.front());
    inside.erase(inside.begin());
  }
};
}  // namespace

TEST_CASE("as many as there is room for come in at once, the others in order as places become free") {
  crowd c(2);
  for (char name : std::string("abcd")) c.arrive(name);
  CHECK(c.came == "ab");
  c.leave();
  CHECK(c.came == "abc");
  c.leave();
  CHECK(c.came == "abcd");
  CHECK(c.door.waiting() == 0);
}

TEST_CASE("who is inside goes before those at the door") {
  crowd c(1);
  for (char name : std::string("abc")) c.arrive(name);
  c.ask('x');
  c.ask('y');
  for (int i = 0; i < 4; ++i) c.leave();
  CHECK(c.came == "axybc");
}

TEST_CASE("who has waited too long is refused when the turn comes, and the next one gets it") {
  crowd c(1);
  c.arrive('a');
  c.now -= 6s;
  c.arrive('b');
  c.now += 6s;
  c.arrive('c');
  c.leave();
  CHECK(c.came == "a-c");
}

TEST_CASE("while nobody leaves, who has waited too long is refused all the same") {
  crowd c(1);
  c.arrive('a');
  c.arrive('b');
  c.ask('x');
  c.now += 6s;
  c.door.tick();
  CHECK(c.came == "a-");
  c.now += 3s;
  c.door.tick();
  CHECK(c.came == "a--");
}

TEST_CASE("a newcomer who would have to wait too long is refused at once, and told for how long") {
  crowd c(1);
  c.arrive('a');
  for (int i = 0; i < 200; ++i) c.arrive('b');
  CHECK(c.door.wait_ms() <= 2000);
  // A tenth of a second for each of these.
  for (int i = 0; i < 25; ++i) {
    c.now += 100ms;
    c.leave();
  }
  CHECK(c.door.wait_ms() > 5000);
  CHECK(c.door.wait_ms() < 176 * 100);
  c.came.clear();
  c.arrive('n');
  CHECK(c.came == "-");
  c.ask('x');
  c.leave();
  CHECK(c.came == "-x");
}

TEST_CASE("who is refused is told to come one by one, twice as dense as the pace, within 20 seconds") {
  crowd c(1);
  c.arrive('a');
  for (int i = 0; i < 10; ++i) c.arrive('b');
  for (int i = 0; i < 60; ++i) {
    c.now += 100ms;
    c.arrive('b');
    c.leave();
  }
  auto first = c.door.appointment(), second = c.door.appointment();
  CHECK(first >= 1000);
  CHECK(second - first > 40);
  CHECK(second - first <= 51);
  for (int i = 0; i < 5; ++i) c.door.appointment();
  // What was promised before is over by then.
  c.now += 10s;
  CHECK(c.door.appointment() == first);
  // More than twenty seconds hold: the same time is given again.
  std::int64_t last = 0, again = 0;
  for (int i = 0; i < 2000; ++i) {
    auto next = c.door.appointment();
    if (next < last) ++again;
    last = next;
    CHECK(next <= 20000);
  }
  CHECK(again >= 1);
}

TEST_CASE("a turn that is over at once leaves no place taken, however many there are") {
  entrance door(1);
  int came = 0;
  for (int i = 0; i < 100000; ++i)
    door.arrive([&](std::optional<entrance::turn> t) { came += t.has_value(); });
  CHECK(came == 100000);
}

TEST_CASE("a closed door lets nobody in") {
  crowd c(1);
  c.arrive('a');
  c.arrive('b');
  c.door.close();
  c.leave();
  c.arrive('c');
  c.ask('d');
  CHECK(c.came == "a--");
}
