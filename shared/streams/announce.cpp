// From moved streams to events with the objects as they are now.
#include "shared/streams/announce.hpp"

#include "shared/base/log.hpp"
#include "shared/rpc/write.hpp"

namespace verbund::streams {

task<> announce(owner& o, events::publisher& publisher, rpc::request rq, std::vector<moved> list) {
  std::vector<events::entry> entries;
  try {
    for (auto& m : list) {
      question q{{std::move(m.kind), m.id}, m.after, std::nullopt, audience::gateway, beyond::page};
      auto state = (co_await o.read(rq, std::move(q))).value();
      auto name = proto::to_string(state.stream);
      for (const auto& each : state.objects) {
        std::string_view object = each.object ? std::string_view(each.object->text) : std::string_view();
        auto json = rpc::changed_notification(name, each.position, each.type, each.id.value, object);
        entries.push_back({name, each.position, state.number, each.type, std::move(json)});
      }
    }
  } catch (const std::exception& e) {
    log::warning("announce", {{"trace", rq.trace}, {"problem", e.what()}});
  }
  if (!entries.empty()) publisher.publish(entries);
}
}  // namespace verbund::streams
