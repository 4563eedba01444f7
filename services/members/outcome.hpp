// What a statement says became of a write, and the refusal each word stands for.
#pragma once
#include <string>
#include <string_view>

#include "services/members/context.hpp"
#include "shared/rpc/request.hpp"

namespace verbund::members {

/// The one row of a statement that judges and writes at once, and answers nothing more.
struct judged_row {
  std::string outcome;
};
BOOST_DESCRIBE_STRUCT(judged_row, (), (outcome))

/// Throws the refusal that the outcome stands for; returns when it was done, now or before.
void require_done(std::string_view outcome);

/// Runs such a statement.
task<> judge(context&, rpc::request, const postgres::query&, std::vector<postgres::value>);
}  // namespace verbund::members
