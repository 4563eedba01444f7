# What the parts of infra/test counted, and how each kind of runner says it.

passed=0 failed=0 skipped=0

# count PASSED FAILED SKIPPED
count() {
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

# judge NAME EXIT_CODE PASSED FAILED SKIPPED: a runner that failed without naming a test, or ran none, is a failure.
judge() {
  local name=$1 code=$2 good=$3 bad=$4 left=$5
  if [ "$code" != 0 ] && [ "$bad" = 0 ]; then
    say "FAILED $name: exit code $code"
    bad=1
  elif [ "$((good + bad + left))" = 0 ]; then
    say "FAILED $name: it ran no test"
    bad=1
  fi
  count "$good" "$bad" "$left"
  failures_here=$bad
  say "$name: $good passed, $bad failed$([ "$left" = 0 ] || printf ', %s skipped' "$left")"
}

# A runner's output, shown only when something failed, or when it says what it skipped.
show_output() {
  if [ "$failures_here" != 0 ]; then cat "$1"; else grep -E '^SKIPPED|# SKIP|^valid=' "$1" || true; fi
}

# Catch2's last lines, of version 2 and 3, as three numbers. A test that skips prints a line "SKIPPED why" and passes.
count_catch() {
  awk '
    /^All tests passed/ { for (i = 1; i < NF; i++) if ($(i + 1) == "test") good = $i; gsub(/\(/, "", good) }
    /^test cases:/ { for (i = 2; i <= NF; i++) {
      if ($i == "passed") good = $(i - 1); if ($i == "failed") bad = $(i - 1); if ($i == "skipped") left = $(i - 1) } }
    /^SKIPPED/ { said++ }
    END { if (said > good) said = good; printf "%d %d %d", good - said, bad, left + said }' "$1"
}

# The summary of node --test, in TAP and in its own form.
count_node() {
  awk '
    /^(#|ℹ) pass / { good += $3 } /^(#|ℹ) (fail|cancelled) / { bad += $3 } /^(#|ℹ) (skipped|todo) / { left += $3 }
    END { printf "%d %d %d", good, bad, left }' "$1"
}

# A checker of our own or a line N passed, N failed[, N skipped] alone.
count_plain() {
  awk '
    /^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$/ { good = $1; bad = $3; left = $5 }
    END { printf "%d %d %d", good, bad, left }' "$1"
}

# One check that says yes or no by its exit code counts as one test.
count_yes_or_no() { printf '%d %d 0' "$(($2 == 0))" "$(($2 != 0))"; }

# What runs, by process: one runner more than there are cores, because they also wait; at most five.
declare -A lane_name=() lane_kind=() lane_since=()
lane_limit=$(($(nproc) + 1))
lane_limit=$((lane_limit > 5 ? 5 : lane_limit))

log_of() { printf '%s' "$root/build/test/${1//[\/ ]/-}.log"; }

# begin KIND NAME SECONDS COMMAND…: runs it beside the others as soon as a lane is free, its output in
# build/test/NAME.log. KIND says how its tests are counted: count_KIND LOG EXIT_CODE. The runner is a child of this
# very shell, so that the kernel ends it with this script.
begin() {
  local kind=$1 name=$2 limit=$3 log
  shift 3
  while [ "${#lane_name[@]}" -ge "$lane_limit" ]; do judge_next; done
  log=$(log_of "$name")
  [ ! -e "$log" ] || die "$name runs twice; its results would be mixed up"
  say "── $name"
  setpriv --pdeathsig TERM -- env -C "$root" timeout --kill-after=10 "$limit" "$@" >"$log" 2>&1 </dev/null &
  lane_name[$!]=$name lane_kind[$!]=$kind lane_since[$!]=$SECONDS
}

# Waits for one runner and judges it.
judge_next() {
  local process= name kind since code=0 counts
  wait -n -p process "${!lane_name[@]}" || code=$?
  # Told already, it is in the shell's memory alone.
  if [ -z "$process" ]; then
    process=${!lane_name[*]} process=${process%% *} code=0
    wait "$process" || code=$?
  fi
  name=${lane_name[$process]} kind=${lane_kind[$process]} since=${lane_since[$process]}
  unset "lane_name[$process]" "lane_kind[$process]" "lane_since[$process]"
  [ "$code" != 124 ] || say "$name took too long"
  read -r -a counts <<<"$("count_$kind" "$(log_of "$name")" "$code")"
  judge "$name ($((SECONDS - since)) s)" "$code" "${counts[@]}"
  show_output "$(log_of "$name")"
}

# Until nothing runs any more.
settle() {
  while [ "${#lane_name[@]}" -gt 0 ]; do judge_next; done
}

end_lanes() { [ "${#lane_name[@]}" = 0 ] || kill -TERM "${!lane_name[@]}" 2>/dev/null || true; }
