// How a method, an object type and an event are declared: one line each, everything else is derived from it.
#pragma once
#include <string_view>

#include "proto/types.hpp"

namespace verbund::proto {

/// The least that a caller must be. Whether she may do it to this object is decided where the object is
/// loaded.
enum class access {
  anyone,   ///< without a session
  member,   ///< signed in
  gateway,  ///< only from a gateway itself, never from outside
};
enum class mode { read, write };
/// What a program's token must have been given for a method; a browser's session may do everything.
enum class scope {
  read,     ///< methods that read, and everything live
  write,    ///< methods that write
  manage,   ///< what changes others' rights: roles, joins, removal, channels
  browser,  ///< never by a token
};
BOOST_DESCRIBE_ENUM(scope, read, write, manage, browser)
std::string_view name_of(scope);
/// How a method can be called from outside.
enum class transport { any, http_only };

/// One method of the catalogue, without its C++ types.
struct method_info {
  std::string_view name;     ///< "chat.send_message"
  std::string_view service;  ///< who answers it
  proto::access access;
  proto::mode mode;
  proto::scope scope;
  proto::transport transport;
  std::string_view order;  ///< the member of params whose value orders writes and chooses the replica
  std::string_view doc;
  wire::type_ref params;
  wire::type_ref result;
};

/// One type of object that streams carry.
struct object_info {
  std::string_view name;    ///< "message"
  std::string_view stream;  ///< kind of the stream: "channel"
  wire::type_ref type;
  std::string_view doc;
};

/// One notification from the server.
struct event_info {
  std::string_view name;
  wire::type_ref params;
  std::string_view doc;
};

/// Which service owns the streams of a kind.
struct stream_info {
  std::string_view kind;
  std::string_view service;
  std::string_view doc;
};

/// The C++ types of a method, so that a handler cannot be registered under a wrong one.
template <class Params, class Result>
struct method {
  using params = Params;
  using result = Result;
  method_info info;
};

/// A method that changes nothing.
template <class Params, class Result>
constexpr method<Params, Result> reads(std::string_view service, std::string_view name, access a,
                                       std::string_view doc) {
  return {{name,
           service,
           a,
           mode::read,
           scope::read,
           transport::any,
           {},
           doc,
           &wire::codec<Params>::of,
           &wire::codec<Result>::of}};
}
/// A method that writes; writes of one session with the same value of `order` keep their order.
template <class Params, class Result>
constexpr method<Params, Result> writes(std::string_view service, std::string_view name, access a,
                                        std::string_view order, std::string_view doc,
                                        transport t = transport::any) {
  return {{name, service, a, mode::write, scope::write, t, order, doc, &wire::codec<Params>::of,
           &wire::codec<Result>::of}};
}
/// The same method, for tokens of another scope than its mode says.
template <class Method>
constexpr Method needs(scope wanted, Method m) {
  m.info.scope = wanted;
  return m;
}
}  // namespace verbund::proto
