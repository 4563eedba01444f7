// space.join and space.accept: into a space, or onto the list of those who want to.
#include "services/members/handlers.hpp"
#include "services/members/outcome.hpp"
#include "services/members/sql.hpp"

namespace verbund::members {
namespace {
struct place_row : written_row {
  proto::standing standing = proto::standing::none;
  std::optional<proto::role> role;
  std::optional<timestamp> muted_until;
};
BOOST_DESCRIBE_STRUCT(place_row, (written_row), (standing, role, muted_until))

task<proto::place> enter(context& ctx, rpc::request rq, proto::space_id space, std::string note,
                         bool by_invitation) {
  auto row = co_await ctx.db.maybe<place_row>(
      sql::join_space, postgres::values(rq.session, rq.member, space, note, by_invitation), rq.deadline);
  if (!row) throw refusal(kind::internal, "The statement gave no answer.");
  co_await conclude(ctx, rq, *row);
  co_return proto::place{space, row->standing, row->role, row->muted_until};
}
}  // namespace

task<proto::place> join_space(context& ctx, rpc::request rq, proto::join_space p) {
  co_return co_await enter(ctx, std::move(rq), p.space, p.note.value_or(proto::text<0, 500>{}), false);
}

task<proto::place> accept_invitation(context& ctx, rpc::request rq, proto::accept_invitation p) {
  co_return co_await enter(ctx, std::move(rq), p.space, {}, true);
}
}  // namespace verbund::members
