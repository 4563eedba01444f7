// The handlers of a service, registered by catalogue entry: what is declared there decides what a function
// must look like.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shared/rpc/request.hpp"
#include "shared/rpc/write.hpp"

namespace verbund::rpc {

/// A write whose parameters are checked, waiting for its turn among the writes of the same session and order
/// value. Either it is prepared for a set, or it is performed by itself and answers JSON.
struct checked_write {
  std::string order;  ///< the order parameter as JSON, empty when the method has none
  std::function<task<write>()> prepare;
  std::function<task<std::string>()> perform;
};

/// Throws the refusal for parameters that do not fit: kind invalid, pointer, rule.
[[noreturn]] void refuse_params(const wire::violation&);

template <class P>
P checked_params(std::string_view json) {
  P params{};
  if (auto fault = wire::decode(json, params)) refuse_params(*fault);
  return params;
}

/// The member named `order` of params, as JSON.
template <class P>
std::string order_value(const P& params, std::string_view order) {
  std::string out;
  for (const auto& f : wire::fields_of<P>())
    if (f.name == order) f.write(out, &params);
  return out;
}

/// Handlers by method name. Read handlers and single writes answer JSON; set writes go through the worker's
/// sets.
class handlers {
 public:
  using answering = std::function<task<std::string>(request, std::string params)>;
  using writing = std::function<checked_write(request, std::string_view params)>;

  /// access → read → answer.
  template <class Context, class P, class R>
  void answer(const proto::method<P, R>& m, Context& context, task<R> (*handler)(Context&, request, P)) {
    answering_.emplace(m.info.name, [&context, handler](request rq, std::string params) -> task<std::string> {
      return run(context, handler, std::move(rq), std::move(params));
    });
  }

  /// prepare (reads, access, decision; no transaction) → a write for a set.
  template <class Context, class P, class R>
  void write(const proto::method<P, R>& m, Context& context,
             task<rpc::write> (*prepare)(Context&, request, P)) {
    auto order = m.info.order;
    writing_.emplace(m.info.name, [&context, prepare, order](request rq, std::string_view json) {
      auto params = checked_params<P>(json);
      auto value = order_value(params, order);
      return checked_write{std::move(value),
                           [&context, prepare, rq = std::move(rq), params = std::move(params)] {
                             return prepare(context, rq, params);
                           },
                           {}};
    });
  }

  /// A write in transactions of its own: access → write → answer. The next one of the same session and order
  /// value begins when it has ended.
  template <class Context, class P, class R>
  void perform(const proto::method<P, R>& m, Context& context, task<R> (*handler)(Context&, request, P)) {
    auto order = m.info.order;
    writing_.emplace(m.info.name, [&context, handler, order](request rq, std::string_view json) {
      auto params = checked_params<P>(json);
      auto value = order_value(params, order);
      return checked_write{
          std::move(value), {}, [&context, handler, rq = std::move(rq), params = std::move(params)] {
            return encoded_result(context, handler, rq, params);
          }};
    });
  }

  const answering* find_answering(std::string_view method) const { return find(answering_, method); }
  const writing* find_writing(std::string_view method) const { return find(writing_, method); }

 private:
  template <class Context, class P, class R>
  static task<std::string> run(Context& context, task<R> (*handler)(Context&, request, P), request rq,
                               std::string json) {
    co_return co_await encoded_result(context, handler, std::move(rq), checked_params<P>(json));
  }
  template <class Context, class P, class R>
  static task<std::string> encoded_result(Context& context, task<R> (*handler)(Context&, request, P),
                                          request rq, P params) {
    auto result = co_await handler(context, std::move(rq), std::move(params));
    co_return wire::encoded(result);
  }
  template <class Map>
  static const typename Map::mapped_type* find(const Map& map, std::string_view name) {
    auto found = map.find(name);
    return found == map.end() ? nullptr : &found->second;
  }

  std::unordered_map<std::string_view, answering> answering_;
  std::unordered_map<std::string_view, writing> writing_;
};
}  // namespace verbund::rpc
