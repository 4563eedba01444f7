# Starts processes, restarts those that die, stops them in order; none outlives this script, however it ends.

declare -A process_id process_failures process_started
processes=()

# start NAME [DELAY]: runs the command that NAME_command puts into argv.
# - setsid: Ctrl-C in the terminal reaches this script only, which stops the processes in order;
# - pdeathsig: the kernel ends them when this script is killed, even with -9;
# - while STATE/run/NAME.hold exists the process stays down (tests take a part away by it).
start() {
  local name=$1 delay=${2:-0} argv=()
  "${name}_command"
  setsid setpriv --pdeathsig TERM -- bash -c '
    sleep "$1"
    while [ -e "$2" ]; do sleep 0.1; done
    shift 2
    exec "$@"' "$name" "$delay" "$state/run/$name.hold" "${argv[@]}" \
    </dev/null >>"$state/log/$name.log" 2>&1 &
  process_id[$name]=$!
  disown "$!" # its end is told by restart_the_dead, not by the shell
  process_started[$name]=$SECONDS
  printf '%s\n' "$!" >"$state/run/$name.pid"
  [[ " ${processes[*]} " == *" $name "* ]] || processes+=("$name")
}

running() { process_runs "${process_id[$1]}"; }

# Restarts what has died: at once the first time, later after 0.2, 0.4, … at most 5 s; 30 s of calm forgive.
restart_the_dead() {
  local name delay
  for name in "${processes[@]}"; do
    running "$name" && continue
    if [ "$((SECONDS - process_started[$name]))" -ge 30 ]; then process_failures[$name]=0; fi
    process_failures[$name]=$((${process_failures[$name]:-0} + 1))
    delay=$(back_off "${process_failures[$name]}")
    say "$name has ended; starting it again$([ "$delay" = 0 ] || printf ' in %s s' "$delay") ($state/log/$name.log)"
    start "$name" "$delay"
  done
}

back_off() {
  case $1 in
    1) printf 0 ;; 2) printf 0.2 ;; 3) printf 0.4 ;; 4) printf 0.8 ;; 5) printf 1.6 ;; 6) printf 3.2 ;; *) printf 5 ;;
  esac
}

# give_up NAME WHY: shows the end of its log.
give_up() {
  tail -20 "$state/log/$1.log" >&2
  die "$2; all of it is in $state/log/$1.log"
}

# await NAME SECONDS CHECK…: until CHECK succeeds; ends the script when the process dies or the time is over.
await() {
  local name=$1 until=$((SECONDS + $2))
  shift 2
  until "$@"; do
    running "$name" || give_up "$name" "$name does not start"
    [ "$SECONDS" -lt "$until" ] || give_up "$name" "$name is not ready in time"
    pause 0.05
  done
}

# Stops in reverse order, so that nobody loses what it leans on; who does not end in time is killed.
# PostgreSQL takes INT for "fast": TERM would wait for its clients.
stop_all() {
  local index name signal until
  for ((index = ${#processes[@]} - 1; index >= 0; index--)); do
    name=${processes[index]}
    signal=TERM
    [ "$name" != postgres ] || signal=INT
    kill "-$signal" "${process_id[$name]}" 2>/dev/null || true
    until=$((SECONDS + 15))
    while running "$name"; do
      if [ "$SECONDS" -ge "$until" ]; then
        kill -KILL "${process_id[$name]}" 2>/dev/null || true
        break
      fi
      pause 0.02
    done
    rm -f "$state/run/$name.pid"
  done
  processes=()
}
