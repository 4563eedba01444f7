# The parts of infra/test, each a function part_NAME; `parts` is their order.

parts=(tree protocol unit web integration run e2e bench acceptance)

part_tree() {
  run_and_judge plain infra 120 "$root/infra/lib/lib_test"
  run_and_judge plain tree 60 "$root/infra/lib/check_tree"
  succeeds demo node "$root/infra/demo/check.mjs"
}
part_acceptance() { run_and_judge plain acceptance 60 "$root/infra/lib/check_acceptance"; }

# What is generated from the catalogue is what is committed.
part_protocol() { succeeds protocol "$bin/verbund-protogen" --check; }

# Every Catch2 program that stands beside the code it tests, and the tests of the test tools.
part_unit() {
  catch_programs unit '!' -name '*integration*'
  node_suite bench 120
}

catch_programs() {
  local label=$1 program found=
  shift
  while read -r program; do
    found=yes
    run_and_judge catch "$label/$(basename "$program")" 600 "$program"
  done < <(find "$root/build/release/tests" -maxdepth 1 -type f -name '*_test' -perm -u+x "$@" | LC_ALL=C sort)
  [ -n "$found" ] || judge "$label" 1 0 0 0
}

part_web() {
  npm_install web-client
  succeeds web/lint npm --prefix "$root/web-client" run --silent lint
  run_and_judge plain web/test 600 node "$root/infra/lib/run_vitest.mjs"
}

# Over real PostgreSQL and Redis and a real WebSocket.
part_integration() {
  build_web_client
  catch_programs integration -name '*integration*'
  node_suite integration 600
}

# The first of the two commands, as a person meets it.
part_run() {
  build_web_client
  run_and_judge plain run 300 "$root/infra/lib/run_test"
}

# Through a real browser.
part_e2e() {
  build_web_client
  node_suite e2e 900
}

# The judge of the figures, that it finds what is slow, and that everything can be measured; no verdict on speed here.
part_bench() {
  run_and_judge node bench/figures 60 node --test "$root/tests/bench/figures.test.mjs"
  run_and_judge plain bench/self-test 180 "$root/infra/bench" --no-build --self-test
  succeeds bench/quick "$root/infra/bench" --no-build --quick
}

# node_suite FOLDER SECONDS: every *.test.mjs of tests/FOLDER, one after another: the machine is small.
node_suite() {
  local folder=$root/tests/$1 file found=
  [ ! -f "$root/tests/package-lock.json" ] || npm_install tests
  [ ! -f "$folder/package-lock.json" ] || npm_install "tests/$1"
  for file in "$folder"/*.test.mjs "$folder"/*.test.ts; do
    [ -f "$file" ] || continue
    found=yes
    run_and_judge node "$1/$(basename "$file")" "$2" node --test "$file"
  done
  [ -n "$found" ] || judge "$1" 1 0 0 0
}
