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
  if [ "$failures_here" != 0 ]; then cat "$1"; else grep -E '^SKIPPED|# SKIP' "$1" || true; fi
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

# run_and_judge KIND NAME SECONDS COMMAND…: one runner, its output kept in build/test/NAME.log.
run_and_judge() {
  local kind=$1 name=$2 limit=$3 code=0 log=$root/build/test/${2//[\/ ]/-}.log counts
  shift 3
  say "── $name"
  patiently "$root" timeout --kill-after=10 "$limit" "$@" >"$log" 2>&1 </dev/null || code=$?
  [ "$code" != 124 ] || say "$name took longer than $limit s"
  read -r -a counts <<<"$("count_$kind" "$log")"
  judge "$name" "$code" "${counts[@]}"
  show_output "$log"
}

# succeeds NAME COMMAND…: one check that says yes or no by its exit code counts as one test.
succeeds() {
  local name=$1 code=0 log=$root/build/test/${1//[\/ ]/-}.log
  shift
  say "── $name"
  patiently "$root" timeout --kill-after=10 300 "$@" >"$log" 2>&1 </dev/null || code=$?
  judge "$name" "$code" "$((code == 0))" "$((code != 0))" 0
  show_output "$log"
}
