// What is in the streams of members: one statement for each kind, rows become objects with their JSON.
#include "proto/membership.hpp"
#include "proto/session.hpp"
#include "services/members/sql.hpp"
#include "services/members/streams.hpp"
#include "shared/streams/state.hpp"

namespace verbund::members {
namespace {
struct membership_row : streams::change_row {
  std::optional<proto::role> role;
  std::optional<timestamp> joined_at;
};
BOOST_DESCRIBE_STRUCT(membership_row, (streams::change_row), (role, joined_at))

struct application_row : streams::change_row {
  std::optional<std::string> note;
  std::optional<timestamp> applied_at;
};
BOOST_DESCRIBE_STRUCT(application_row, (streams::change_row), (note, applied_at))

struct account_row : streams::change_row {
  std::optional<proto::standing> standing;
  std::optional<proto::role> role;
  std::optional<timestamp> muted_until;
  std::optional<proto::session_kind> session_kind;
  std::optional<std::string> label;
  std::optional<std::vector<proto::token_scope>> scopes;
  std::optional<timestamp> created_at, expires_at;
  std::optional<bool> shared_device;
};
BOOST_DESCRIBE_STRUCT(account_row, (streams::change_row),
                      (standing, role, muted_until, session_kind, label, scopes, created_at, expires_at,
                       shared_device))

std::string membership_json(const proto::stream_name& s, const membership_row& r) {
  if (!r.role) return {};
  return wire::encoded(proto::membership{{s.of}, {r.object_id->value}, *r.role, *r.joined_at});
}
std::string application_json(const proto::stream_name& s, const application_row& r) {
  if (!r.note) return {};
  return wire::encoded(proto::application{{s.of}, {r.object_id->value}, *r.note, *r.applied_at});
}
std::string account_json(const proto::stream_name&, const account_row& r) {
  if (r.standing)
    return wire::encoded(proto::place{{r.object_id->value}, *r.standing, r.role, r.muted_until});
  if (!r.session_kind) return {};
  return wire::encoded(proto::own_session{{r.object_id->value},
                                          *r.session_kind,
                                          *r.label,
                                          *r.scopes,
                                          *r.created_at,
                                          *r.expires_at,
                                          *r.shared_device});
}
}  // namespace

task<std::optional<proto::stream_state>> stream_owner::read(rpc::request rq, streams::question q) {
  auto& db = context_.db;
  // Without a session the statements do not ask for a right: a gateway asks for all who watch.
  std::optional<uuid> session, member;
  if (q.reader == streams::audience::member) session = rq.session, member = rq.member;
  auto values = postgres::values(q.stream.of, q.after, session, member);
  if (q.stream.kind == "roster") {
    auto rows = co_await db.rows<membership_row>(sql::roster_objects, std::move(values), rq.deadline);
    co_return streams::state_of(q, rows, membership_json);
  }
  if (q.stream.kind == "applications") {
    auto rows = co_await db.rows<application_row>(sql::applications_objects, std::move(values), rq.deadline);
    co_return streams::state_of(q, rows, application_json);
  }
  auto rows = co_await db.rows<account_row>(sql::account_objects, std::move(values), rq.deadline);
  co_return streams::state_of(q, rows, account_json);
}
}  // namespace verbund::members
