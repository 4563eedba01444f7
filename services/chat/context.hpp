// What chat's handlers may use, and the rows its statements answer with.
#pragma once
#include "proto/catalogue.hpp"
#include "services/chat/sql.hpp"
#include "shared/postgres/pool.hpp"
#include "shared/rpc/request.hpp"
#include "shared/rpc/write.hpp"

namespace verbund::chat {
using rpc::request;

struct context {
  postgres::pool& db;
};

/// SHA-256 over the parts of a creating request, so that the same id with other content is told apart.
postgres::bytes request_hash(std::initializer_list<std::string_view> parts);
/// The refusal for an outcome that stored nothing; `current` is the present state where there is a conflict.
refusal refused(std::string_view outcome, std::string_view what, std::string current = {});

/// Whether a text may mention somebody, as the trigger of chat.outbox asks it.
inline bool mentions_somebody(std::string_view body) {
  return body.find("](member:") != body.npos;
}

inline proto::stream_name stream_of(const proto::channel_id& id) {
  return {"channel", id.value};
}
inline proto::stream_name stream_of(const proto::space_id& id) {
  return {"space", id.value};
}
inline proto::stream_name stream_of(const proto::member_id& id) {
  return {"member", id.value};
}
}  // namespace verbund::chat
