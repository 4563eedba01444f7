// Choosing replicas.
#include "gateway/router.hpp"

#include <boost/mp11.hpp>
#include <map>

namespace verbund::gateway {
namespace {
std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  std::uint64_t h = 0xcbf29ce484222325ull ^ (seed * 0x9E3779B97F4A7C15ull);
  for (unsigned char c : text) h = (h ^ c) * 0x100000001b3ull;
  // FNV alone hardly mixes short texts that end alike.
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccdull;
  return h ^ (h >> 33);
}

// Behind the string that starts at text[at] == '"'.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return at + 1;
}
}  // namespace

std::string_view top_level_string(std::string_view object, std::string_view member) {
  int depth = 0;
  bool wanted = false;
  for (std::size_t at = 0; at < object.size();) {
    char c = object[at];
    if (c == '"') {
      auto end = skip_string(object, at);
      if (end > object.size()) return {};
      auto text = object.substr(at + 1, end - at - 2);
      if (wanted) return text;
      auto next = object.find_first_not_of(" \t\r\n", end);
      wanted = depth == 1 && next != object.npos && object[next] == ':' && text == member;
      at = wanted ? object.find_first_not_of(" \t\r\n", next + 1) : end;
      if (wanted && (at == object.npos || object[at] != '"')) return {};
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    ++at;
  }
  return {};
}

std::size_t rendezvous(std::string_view value, std::size_t replicas,
                       const std::function<bool(std::size_t)>& eligible) {
  std::size_t best = 0;
  std::uint64_t best_hash = 0;
  bool found = false;
  for (std::size_t i = 0; i < replicas; ++i) {
    auto h = hash_of(value, i + 1);
    if (eligible(i) && (!found || h > best_hash)) {
      best = i;
      best_hash = h;
      found = true;
    }
  }
  return best;
}

router::router(asio::io_context& context, const links_settings& settings) {
  std::map<std::string, std::shared_ptr<rpc::link>> by_address;
  auto add = [&](std::string_view service, const std::vector<std::string>& addresses) {
    for (const auto& address : addresses) {
      // One process may host several services: one link then carries them all.
      auto& link = by_address[address];
      if (!link) {
        link = rpc::link::create(context, {.address = address});
        links_.push_back(link);
      }
      services_[service].push_back(link);
    }
  };
  // Each key of [links] is a service.
  using services = boost::describe::describe_members<links_settings, boost::describe::mod_public>;
  boost::mp11::mp_for_each<services>([&](auto service) { add(service.name, settings.*service.pointer); });
}

void router::start() {
  for (auto& l : links_) l->start();
}

void router::stop() {
  for (auto& l : links_) l->stop();
}

rpc::link& router::choose(const proto::method_info& method, std::string_view params) {
  auto& all = services_.at(method.service);
  if (all.size() == 1) return *all.front();
  if (method.mode == proto::mode::write && !method.order.empty()) {
    auto value = top_level_string(params, method.order);
    return *all[rendezvous(value, all.size(), [&](std::size_t i) { return all[i]->connected(); })];
  }
  auto less = [](const auto& a, const auto& b) {
    if (a->connected() != b->connected()) return a->connected();
    return a->outstanding() < b->outstanding();
  };
  return **std::min_element(all.begin(), all.end(), less);
}

void router::call(const proto::method_info& method, const rpc::outgoing& request, rpc::link::answer done) {
  auto& chosen = choose(method, request.params);
  bool in_line = method.mode == proto::mode::write && !method.order.empty() && request.session &&
                 services_.at(method.service).size() > 1;
  if (!in_line) return chosen.call(request, std::move(done));
  std::string key(reinterpret_cast<const char*>(request.session->bytes.data()),
                  request.session->bytes.size());
  key += top_level_string(request.params, method.order);
  call_in_line(request, std::move(key), chosen, std::move(done));
}

// A replica that comes back takes its values over at once; what a session has under way at another one would
// be overtaken by what it writes next.
void router::call_in_line(const rpc::outgoing& request, std::string key, rpc::link& preferred,
                          rpc::link::answer done) {
  auto& own = lines_[key];
  if (own.outstanding == 0 || (own.link != &preferred && !own.link->connected())) own = {&preferred, 0};
  ++own.outstanding;
  auto* taken = own.link;
  taken->call(
      request, [this, taken, key = std::move(key), done = std::move(done)](const rpc::link_reply& reply) {
        auto present = lines_.find(key);
        if (present != lines_.end() && present->second.link == taken && --present->second.outstanding == 0)
          lines_.erase(present);
        done(reply);
      });
}

task<std::string> router::ask(const proto::method_info& method, rpc::outgoing request) {
  return choose(method, request.params).ask(request);
}

const char* router::missing() const {
  for (const auto& [service, all] : services_)
    if (std::none_of(all.begin(), all.end(), [](const auto& l) { return l->connected(); }))
      return service.data();  // a literal
  return nullptr;
}

void router::on_change(std::function<void(bool)> f) {
  for (auto& l : links_) l->on_change(f);
}
}  // namespace verbund::gateway
