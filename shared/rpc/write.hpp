// A write as the worker groups it: one statement over arrays, one row of input, the streams it moves.
#pragma once
#include <boost/mp11.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "proto/live.hpp"
#include "shared/base/error.hpp"
#include "shared/events/entry.hpp"
#include "shared/postgres/rows.hpp"
#include "shared/postgres/statement.hpp"

namespace verbund::rpc {

/// What became of one write: an answer with the events of its commit, or a refusal.
struct outcome {
  std::string result;  ///< JSON
  std::optional<refusal> refused;
  std::vector<events::entry> events;
  bool told_outbox = false;  ///< its commit wrote the outbox: who reads it is woken
};

/// The outcome of a write that changed one object of a stream: answer and event share one encoding.
template <class Result>
outcome changed_object(const Result& result, const proto::stream_name& stream, std::int64_t position,
                       std::int64_t number, std::string_view type, const uuid& id);

/// How writes of one kind are done as a set. `build` makes the statement of several rows, `finish` reads its
/// answer.
class write_kind {
 public:
  virtual ~write_kind() = default;
  virtual postgres::statement build(std::span<const void* const> rows) const = 0;
  virtual std::vector<outcome> finish(const postgres::result&, std::span<const void* const> rows) const = 0;
};

/// A write waiting for its set.
struct write {
  const write_kind* kind = nullptr;
  std::shared_ptr<const void> row;
  std::vector<uuid> streams;  ///< locked, in one order, before the statement runs
  uuid key;                   ///< the object's id: two writes to one object never share a set
};

/// In: a described struct, each member becomes one array parameter in order of declaration.
/// Out: a described struct with a member `ord`, the row of input (from 1) that an answer belongs to.
template <class In, class Out>
class set_write final : public write_kind {
 public:
  using finisher = outcome (*)(const In&, const Out&);
  constexpr set_write(const postgres::query& q, finisher f) : query_(q), finish_(f) {}

  postgres::statement build(std::span<const void* const> rows) const override {
    std::vector<postgres::value> values;
    using members = boost::describe::describe_members<In, boost::describe::mod_public>;
    boost::mp11::mp_for_each<members>([&](auto d) {
      using member = std::remove_cvref_t<decltype(std::declval<In&>().*d.pointer)>;
      std::vector<member> column;
      column.reserve(rows.size());
      for (const void* row : rows) column.push_back(static_cast<const In*>(row)->*d.pointer);
      values.emplace_back(column);
    });
    return postgres::statement(query_, std::move(values));
  }

  std::vector<outcome> finish(const postgres::result& r, std::span<const void* const> rows) const override {
    std::vector<outcome> list(rows.size());
    for (auto& o : list) o.refused = refusal(kind::internal, "The statement gave no answer.");
    for (const auto& out : postgres::rows<Out>(r)) {
      auto i = static_cast<std::size_t>(out.ord - 1);
      if (i < rows.size()) list[i] = finish_(*static_cast<const In*>(rows[i]), out);
    }
    return list;
  }

  /// A write of this kind.
  write of(In row, std::vector<uuid> streams, const uuid& key) const {
    return {this, std::make_shared<const In>(std::move(row)), std::move(streams), key};
  }

 private:
  const postgres::query& query_;
  finisher finish_;
};

/// The notification live.changed for an object that is already JSON.
std::string changed_notification(std::string_view stream, std::int64_t position, std::string_view type,
                                 const uuid& id, std::string_view object_json);

template <class Result>
outcome changed_object(const Result& result, const proto::stream_name& stream, std::int64_t position,
                       std::int64_t number, std::string_view type, const uuid& id) {
  outcome o;
  o.result = wire::encoded(result);
  auto name = proto::to_string(stream);
  auto json = changed_notification(name, position, type, id, o.result);
  o.events.push_back({std::move(name), position, number, std::string(type), std::move(json)});
  return o;
}
}  // namespace verbund::rpc
