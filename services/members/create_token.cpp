// session.create_token: a bearer token for a program, shown once.
#include "services/members/access.hpp"
#include "services/members/handlers.hpp"
#include "services/members/sql.hpp"
#include "services/members/tell.hpp"
#include "services/members/token.hpp"

namespace verbund::members {
namespace {
constexpr std::int64_t usual_days = 180;

struct token_row {
  proto::session_id id;
  timestamp expires_at;
  std::vector<proto::token_scope> scopes;
  std::string xid;
};
BOOST_DESCRIBE_STRUCT(token_row, (), (id, expires_at, scopes, xid))
}  // namespace

task<proto::created_token> create_token(context& ctx, rpc::request rq, proto::create_token p) {
  auto who = co_await signed_in_by_browser(ctx, rq);
  std::vector<proto::token_scope> scopes{proto::token_scope::read, proto::token_scope::write};
  if (p.scopes) scopes = *p.scopes;
  if (scopes.empty())
    throw refusal(kind::invalid, "scopes must name at least one, or be left out", "/scopes");
  std::int64_t days = p.days ? p.days->value : usual_days;
  auto token = new_token(program_prefix);
  auto row = co_await ctx.db.maybe<token_row>(
      sql::create_token,
      postgres::values(who.session, who.member, new_uuid(), hash_of(token), p.label, scopes, days),
      rq.deadline);
  if (!row) {
    co_await signed_in(ctx, rq);
    throw refusal(kind::invalid, "An account has at most 50 tokens. End one that is not used any more.");
  }
  co_await tell(ctx, rq, row->xid);
  co_return proto::created_token{row->id, std::move(token), row->expires_at, std::move(row->scopes)};
}
}  // namespace verbund::members
