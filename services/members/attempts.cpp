// Counting attempts to sign in.
#include "services/members/attempts.hpp"

#include <boost/asio/ip/address.hpp>

#include "services/members/sql.hpp"
#include "services/members/token.hpp"

namespace verbund::members {
namespace {
struct counted_row {
  postgres::bytes account;
  std::optional<std::int64_t> retry_after;
};
BOOST_DESCRIBE_STRUCT(counted_row, (), (account, retry_after))
}  // namespace

std::string net_of(std::string_view text) {
  error_code problem;
  auto address = asio::ip::make_address(std::string(text), problem);
  if (problem) return std::string(text);
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  if (address.is_v4()) return asio::ip::address_v4(address.to_v4().to_uint() & 0xffffff00u).to_string();
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return asio::ip::address_v6(bytes).to_string();
}

task<attempt> count_attempt(context& ctx, rpc::request rq, std::string email) {
  attempt a{{}, hash_of("address " + rq.address), hash_of("net " + net_of(rq.address))};
  std::vector<postgres::bytes> others{a.address, a.net};
  std::vector<std::int64_t> most{ctx.limits.sign_in_attempts, ctx.limits.sign_in_attempts_net};
  std::int64_t most_account = ctx.limits.sign_in_attempts;
  auto row = co_await ctx.db.maybe<counted_row>(
      sql::count_attempts, postgres::values(email, most_account, others, most), rq.deadline);
  co_await ctx.db.query(sql::forget_attempts, postgres::values(), rq.deadline);
  if (!row) throw refusal(kind::internal, "The attempt was not counted.");
  if (row->retry_after) {
    refusal r(kind::too_many, "Too many attempts to sign in. Please wait a while.");
    r.retry_after_ms = *row->retry_after;
    throw r;
  }
  a.account = std::move(row->account);
  co_return a;
}

task<> forgive(context& ctx, rpc::request rq, attempt a) {
  std::vector<postgres::bytes> subjects{a.account, a.address, a.net};
  co_await ctx.db.query(sql::forgive_attempts, postgres::values(a.account, subjects), rq.deadline);
}
}  // namespace verbund::members
