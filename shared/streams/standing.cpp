#include "shared/streams/standing.hpp"

namespace verbund::streams {

name_columns columns_of(const std::vector<proto::stream_name>& names) {
  name_columns c;
  for (const auto& n : names) c.kinds.push_back(n.kind), c.ids.push_back(n.of);
  return c;
}

standings standings_of(std::vector<standing_row> rows) {
  standings found;
  for (auto& r : rows)
    found.emplace(proto::to_string({std::move(r.kind), r.id}), standing{r.position, r.number});
  return found;
}

proto::stream_positions positions_of(std::vector<standing_row> rows) {
  proto::stream_positions answer;
  for (auto& r : rows) answer.streams.push_back({{std::move(r.kind), r.id}, r.position, r.number});
  return answer;
}
}  // namespace verbund::streams
