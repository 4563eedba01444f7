// From rows to the state of a stream: what fits, what is gone, and what can no longer be told.
#pragma once
#include <string>
#include <vector>

#include "shared/streams/owner.hpp"

namespace verbund::streams {

/// What may be answered at once of one stream; beyond it the client loads the window around its view and
/// subscribes anew. A statement reads `limit most_objects + 1`.
inline constexpr std::size_t most_objects = 200;
inline constexpr std::size_t most_bytes = 256 * 1024;

/// What every row says of the stream and of one change in it. A stream without (fitting) changes is one row
/// with only the first three, so that where it stands comes too; an object's own columns follow in a struct
/// that derives from this. Rows come in order of position, all of one snapshot.
struct change_row {
  proto::position complete_to;
  proto::number last_number;
  proto::position forgotten;
  std::optional<proto::position> position;
  std::optional<std::string> type;
  std::optional<proto::object_id> object_id;
  std::optional<bool> gone;
};
BOOST_DESCRIBE_STRUCT(change_row, (), (complete_to, last_number, forgotten, position, type, object_id, gone))

/// Puts one object into a state; `json` is empty when it is gone.
void add_change(proto::stream_state&, const change_row&, std::string json);
/// Holds the state against the bounds and what is forgotten.
void bound(proto::stream_state&, const question&, proto::position forgotten);

/// `encode(stream, row)` gives the JSON of the row's object, or an empty text when there is none. Without a
/// row the stream is not there for a member, and empty for a gateway.
template <class Row, class Encode>
std::optional<proto::stream_state> state_of(const question& q, const std::vector<Row>& rows, Encode encode) {
  if (rows.empty() && q.reader == audience::member) return std::nullopt;
  proto::stream_state s;
  s.stream = q.stream;
  proto::position forgotten;
  for (const auto& r : rows) {
    s.position = r.complete_to;
    s.number = r.last_number;
    forgotten = r.forgotten;
    if (r.object_id) add_change(s, r, *r.gone ? std::string() : encode(q.stream, r));
  }
  bound(s, q, forgotten);
  return s;
}
}  // namespace verbund::streams
