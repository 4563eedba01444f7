// The bounds of a stream's state.
#include "shared/streams/state.hpp"

namespace verbund::streams {
namespace {
std::size_t size_of(const proto::object_state& o) {
  return o.object ? o.object->text.size() : 0;
}

void require_resync(proto::stream_state& s) {
  s.resync_required = true;
  s.objects.clear();
}

/// Keeps the first objects that fit: rows come in order of position, so that what is left is simply asked for
/// next.
void keep_page(proto::stream_state& s) {
  std::size_t count = 0, bytes = 0;
  for (const auto& o : s.objects) {
    bytes += size_of(o);
    if (count == most_objects || (count > 0 && bytes > most_bytes)) break;
    ++count;
  }
  s.objects.resize(count);
  s.position = s.objects.back().position;
}
}  // namespace

void add_change(proto::stream_state& s, const change_row& r, std::string json) {
  proto::object_state o;
  o.position = *r.position;
  o.type = *r.type;
  o.id = *r.object_id;
  if (!json.empty()) o.object = wire::raw_json{std::move(json)};
  s.objects.push_back(std::move(o));
}

void bound(proto::stream_state& s, const question& q, proto::position forgotten) {
  // What went away up to there and is no longer kept would stay on her screen for ever.
  if (q.after && *q.after < forgotten) return require_resync(s);
  std::size_t bytes = 0;
  for (const auto& o : s.objects) bytes += size_of(o);
  if (s.objects.size() <= most_objects && bytes <= most_bytes) return;
  if (q.too_much == beyond::page)
    keep_page(s);
  else
    require_resync(s);
}
}  // namespace verbund::streams
