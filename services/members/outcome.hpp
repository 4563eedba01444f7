// What a statement says became of a write, and the refusal each word stands for.
#pragma once
#include <string>
#include <string_view>

#include "services/members/context.hpp"
#include "shared/rpc/request.hpp"

namespace verbund::members {

/// What every statement that judges answers.
struct judged_row {
  std::string outcome;
};
BOOST_DESCRIBE_STRUCT(judged_row, (), (outcome))

/// What one answers that judges and writes at once.
struct written_row : judged_row {
  std::optional<std::string> xid;  ///< of its transaction; nothing when it has changed nothing
};
BOOST_DESCRIBE_STRUCT(written_row, (judged_row), (xid))

/// Throws the refusal that the outcome stands for; returns when it was done, now or before.
void require_done(std::string_view outcome);
/// The same after a write, whose changes are then told.
task<> conclude(context&, rpc::request, written_row);

/// Runs a statement that answers a written_row and nothing more, and concludes it.
task<> judge(context&, rpc::request, const postgres::query&, std::vector<postgres::value>);
}  // namespace verbund::members
