// Where streams stand, from rows: names go to a statement as two arrays and come back with their positions.
#pragma once
#include "shared/postgres/rows.hpp"
#include "shared/streams/owner.hpp"

namespace verbund::streams {

/// Names of streams as the arrays a statement unnests.
struct name_columns {
  std::vector<std::string> kinds;
  std::vector<uuid> ids;
};
name_columns columns_of(const std::vector<proto::stream_name>&);

struct standing_row {
  std::string kind;
  uuid id;
  proto::position position;
  proto::number number;
};
BOOST_DESCRIBE_STRUCT(standing_row, (), (kind, id, position, number))

/// By name, as `owner::watchable` answers.
standings standings_of(std::vector<standing_row>);
/// As `owner::positions` answers.
proto::stream_positions positions_of(std::vector<standing_row>);
}  // namespace verbund::streams
