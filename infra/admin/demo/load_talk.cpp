// Writing channels, messages and read marks of a demo association, as if chat had taken them one by one.
#include "infra/admin/arguments.hpp"
#include "infra/admin/demo/load.hpp"
#include "services/admin/sql.hpp"
#include "services/members/token.hpp"

namespace verbund::admin::demo {
namespace {
/// Streams and the latest change of each of their objects, gathered over everything that is loaded.
struct stream_rows {
  std::vector<uuid> streams;
  std::vector<std::string> kinds;
  std::vector<std::int64_t> heads, last_numbers;
  std::vector<uuid> change_of, objects;
  std::vector<std::string> types;
  std::vector<std::int64_t> positions;
  std::vector<std::optional<std::int64_t>> numbers;

  void add_stream(const uuid& id, std::string kind, std::size_t position, std::size_t number) {
    streams.push_back(id);
    kinds.push_back(std::move(kind));
    heads.push_back(static_cast<std::int64_t>(position));
    last_numbers.push_back(static_cast<std::int64_t>(number));
  }
  void add_change(const uuid& stream, const uuid& object, std::string type, std::size_t position,
                  bool numbered) {
    change_of.push_back(stream);
    objects.push_back(object);
    types.push_back(std::move(type));
    positions.push_back(static_cast<std::int64_t>(position));
    numbers.push_back(numbered ? std::optional(static_cast<std::int64_t>(position)) : std::nullopt);
  }
  void store(database& db) const {
    db.run(sql::demo_add_streams, postgres::values(streams, kinds, heads, last_numbers));
    db.run(sql::demo_add_changes, postgres::values(change_of, objects, types, positions, numbers));
  }
};

struct channel_rows {
  std::vector<uuid> ids, spaces, creators;
  std::vector<std::string> names, purposes;
  std::vector<postgres::bytes> hashes;
  void store(database& db) const {
    db.run(sql::demo_add_channels, postgres::values(ids, spaces, names, purposes, creators, hashes));
  }
};

struct message_rows {
  std::vector<uuid> ids, channels, authors;
  std::vector<std::int64_t> numbers;
  std::vector<std::string> bodies;
  std::vector<std::optional<uuid>> replies;
  std::vector<postgres::bytes> hashes;
  std::vector<timestamp> times;
  void store(database& db) const {
    db.run(sql::demo_add_messages,
           postgres::values(ids, channels, numbers, authors, bodies, replies, hashes, times));
  }
};

/// What is known of a channel once its talk is there.
struct talked {
  std::int64_t last = 0;
  std::map<std::string, std::int64_t> own;  ///< each author's last number
};

/// An id as a client would have made it then: version 7 begins with the time.
uuid id_at(timestamp when) {
  auto id = new_uuid();
  for (int i = 0; i < 6; ++i)
    id.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(when.ms >> (40 - 8 * i));
  return id;
}

/// Who opened a space's channels: its coordination, else whoever may for the association.
const uuid& opener_of(const files& f, const ids& from, const std::string& space) {
  const person* found = nullptr;
  for (const auto& p : f.people)
    for (const auto& m : p.spaces) {
      if (m.space == space && m.role == proto::role::coordination) return from.people.at(p.key);
      if (!found && m.role == proto::role::administration) found = &p;
    }
  if (!found) throw failure("The demo has no administration.");
  return from.people.at(found->key);
}

talked add_messages(const conversation& talk, const uuid& channel, const ids& from, timestamp now,
                    message_rows& to, stream_rows& streams) {
  talked known;
  auto times = times_until(talk, now);
  for (std::size_t i = 0; i < times.size(); ++i) {
    auto author = from.people.find(talk[i].author);
    if (author == from.people.end())
      throw failure("The demo's \"" + talk[i].author + "\" talks, but is no member.");
    auto before = to.ids.empty() ? std::optional<uuid>() : std::optional(to.ids.back());
    auto id = id_at(times[i]);
    to.ids.push_back(id);
    to.channels.push_back(channel);
    to.numbers.push_back(static_cast<std::int64_t>(i + 1));
    to.authors.push_back(author->second);
    to.bodies.push_back(talk[i].text);
    to.replies.push_back(talk[i].reply && i > 0 ? before : std::nullopt);
    to.hashes.push_back(members::hash_of(talk[i].text));
    to.times.push_back(times[i]);
    streams.add_change(channel, id, "message", i + 1, true);
    known.own[talk[i].author] = static_cast<std::int64_t>(i + 1);
  }
  known.last = static_cast<std::int64_t>(times.size());
  streams.add_stream(channel, "channel", times.size(), times.size());
  return known;
}

void add_read_marks(database& db, const files& f, const ids& from, const std::map<std::string, talked>& known,
                    stream_rows& streams) {
  std::map<std::string, const space*> by_key;
  for (const auto& s : f.spaces.spaces) by_key.emplace(s.key, &s);
  std::vector<uuid> members, channels;
  std::vector<std::int64_t> numbers;
  for (const auto& p : f.people) {
    const auto& member = from.people.at(p.key);
    std::size_t marks = 0;
    for (const auto& m : p.spaces)
      for (const auto& c : by_key.at(m.space)->channels) {
        auto name = m.space + "." + c.key;
        const auto& talk = known.at(name);
        auto own = talk.own.find(p.key);
        auto number = read_up_to(p, name, talk.last, own == talk.own.end() ? 0 : own->second);
        if (number == 0) continue;
        members.push_back(member);
        channels.push_back(from.channels.at(name));
        numbers.push_back(number);
        streams.add_change(member, channels.back(), "read_mark", ++marks, false);
      }
    streams.add_stream(member, "member", marks, 0);
  }
  db.run(sql::demo_add_read_marks, postgres::values(members, channels, numbers));
}
}  // namespace

std::int64_t read_up_to(const person& p, const std::string& channel, std::int64_t last, std::int64_t own) {
  std::uint32_t chance = 2166136261u;
  for (char c : p.key + channel) chance = (chance ^ static_cast<unsigned char>(c)) * 16777619u;
  auto kind = chance % 100, some = 1 + chance / 100 % 9;
  std::int64_t number = last;
  // Those whose sign-in is told have read most of it, so that what is new can be seen as new.
  if (kind >= 70 && (p.demo_role || kind < 90))
    number = last - some;
  else if (kind >= 90)
    number = kind < 97 ? last * 3 / 4 : 0;
  return std::max<std::int64_t>({number, own, 0});
}

talk_count load_talk(database& db, const files& f, ids& to, timestamp now) {
  stream_rows streams;
  channel_rows channels;
  message_rows messages;
  std::map<std::string, talked> known;
  for (const auto& s : f.spaces.spaces) {
    const auto& space = to.spaces.at(s.key);
    const auto& opener = opener_of(f, to, s.key);
    std::size_t position = 0;
    for (const auto& c : s.channels) {
      auto name = s.key + "." + c.key;
      const auto& id = to.channels.emplace(name, new_uuid()).first->second;
      channels.ids.push_back(id);
      channels.spaces.push_back(space);
      channels.names.push_back(c.name);
      channels.purposes.push_back(c.purpose);
      channels.creators.push_back(opener);
      channels.hashes.push_back(members::hash_of(name));
      streams.add_change(space, id, "channel", ++position, true);
      auto talk = f.talk.find(name);
      known[name] =
          add_messages(talk == f.talk.end() ? conversation{} : talk->second, id, to, now, messages, streams);
    }
    streams.add_stream(space, "space", position, position);
  }
  channels.store(db);
  messages.store(db);
  add_read_marks(db, f, to, known, streams);
  streams.store(db);
  return {channels.ids.size(), messages.ids.size()};
}
}  // namespace verbund::admin::demo
