# The parts of infra/test, each a function part_NAME; `parts` is their order. What a part begins runs beside what the
# parts around it began; only what measures or judges the others waits until nothing else runs.

parts=(tree protocol faults unit web e2e integration scale run bench acceptance)
# What takes too long for every day: run by name, and by `infra/test --all`.
more_parts=(versions defects)
# How long the history checker runs.
fault_minutes=2

part_tree() {
  begin plain infra 120 "$root/infra/lib/lib_test"
  begin plain tree 60 "$root/infra/lib/check_tree"
  begin plain migrations 60 "$root/infra/lib/check_migrations"
  begin yes_or_no demo 60 node "$root/infra/demo/check.mjs"
}
part_acceptance() { begin plain acceptance 60 "$root/infra/lib/check_acceptance"; }

# What is generated from the catalogue is what is committed.
part_protocol() { begin yes_or_no protocol 60 "$bin/verbund-protogen" --check; }

# Every Catch2 program that stands beside the code it tests.
part_unit() { catch_programs unit '!' -name '*integration*'; }

catch_programs() {
  local label=$1 program found=
  shift
  while read -r program; do
    found=yes
    begin catch "$label/$(basename "$program")" 600 "$program"
  done < <(find "$root/build/release/tests" -maxdepth 1 -type f -name '*_test' -perm -u+x "$@" | LC_ALL=C sort)
  [ -n "$found" ] || judge "$label" 1 0 0 0
}

part_web() {
  npm_install web-client
  begin yes_or_no web/lint 300 npm --prefix "$root/web-client" run --silent lint
  begin plain web/test 600 node "$root/infra/lib/run_vitest.mjs"
}

# Over real PostgreSQL and Redis and a real WebSocket.
part_integration() {
  build_web_client
  catch_programs integration -name '*integration*'
  node_suite integration 600
}

# The history checker's own test, and two minutes of it, or what --long asked for.
part_faults() {
  npm_install tests
  npm_install web-client
  begin node faults/checker 120 node --test "$root/tests/faults/checker.test.mjs" "$root/tests/faults/network.test.mjs"
  # It overloads what it runs on; whatever measures a time beside it would fail.
  settle
  begin yes_or_no faults/run "$((fault_minutes * 90 + 120))" node "$root/tests/faults/main.mjs" --seconds "$((fault_minutes * 60))"
  settle
}

# Broken builds and configurations, each of which the history checker must find out.
part_defects() {
  settle
  npm_install tests
  npm_install web-client
  begin plain defects 3600 node "$root/tests/faults/defects/run.mjs"
  settle
}

# Small runs of the figures of scale; their full size is a command each, tests/scale/README.md.
# They measure times: one after another, beside nothing else.
part_scale() {
  local file
  npm_install tests
  npm_install web-client
  settle
  for file in "$root"/tests/scale/*.test.mjs; do
    begin node "scale/$(basename "$file")" 300 node --test "$file"
    settle
  done
}

# The first of the two commands, as a person meets it.
part_run() {
  build_web_client
  begin plain run 300 "$root/infra/lib/run_test"
}

# Through a real browser.
part_e2e() {
  build_web_client
  node_suite e2e 900
  node_suite screens 900
  node_suite e2e 900 school
}

# Files that measure how soon somebody is back run beside nothing else.
measures_time() { [[ $1 == */e2e/faults.test.mjs ]]; }

# The release before and this one side by side; builds the former once, which takes a few minutes.
part_versions() {
  if build_last_release; then
    export VERBUND_TEST_RELEASE=$release_folder
    npm_install web-client
    node_suite versions 600
  else
    say "SKIPPED: the commit of release $release_version is not here (a shallow clone?), so nothing is tested beside it"
    count 0 0 1
  fi
}

# The judge of the figures, that it finds what is slow, and that everything can be measured; no verdict on speed here.
part_bench() {
  begin yes_or_no bench/quick 300 "$root/infra/bench" --no-build --quick
  begin node bench/figures 60 node --test "$root/tests/bench/figures.test.mjs"
  settle
  begin plain bench/self-test 180 "$root/infra/bench" --no-build --self-test
  settle
}

# node_suite FOLDER SECONDS [NETWORK]: every *.test.mjs of tests/FOLDER, each with processes of its own. NETWORK is what the
# pages come through (tests/lib/stack.mjs).
node_suite() {
  local folder=$root/tests/$1 network=${3:-} file found=
  [ ! -f "$root/tests/package-lock.json" ] || npm_install tests
  [ ! -f "$folder/package-lock.json" ] || npm_install "tests/$1"
  for file in "$folder"/*.test.mjs "$folder"/*.test.ts; do
    [ -f "$file" ] || continue
    found=yes
    ! measures_time "$file" || settle
    begin node "$1${network:+-$network}/$(basename "$file")" "$2" env ${network:+"VERBUND_TEST_NETWORK=$network"} node --test "$file"
    ! measures_time "$file" || settle
  done
  [ -n "$found" ] || judge "$1" 1 0 0 0
}
