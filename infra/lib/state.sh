# The state folder: who holds it, where its sockets lie, and the configuration file written into it.

# open_state FOLDER: makes it, takes its lock, and sets the paths everybody uses.
open_state() {
  mkdir -p "$1"
  state=$(cd "$1" && pwd -P)
  mkdir -p -m 700 "$state/log"
  mkdir -p -m 711 "$state/run"
  # The lock is inherited by every process started here: it is free only when the last of them has gone.
  exec {state_lock}>"$state/run/lock"
  if ! flock -n "$state_lock"; then
    if alive "$state/run/supervisor.pid"; then die "already running on $state (process $(cat "$state/run/supervisor.pid"))"; fi
    say "Ending what an earlier run left behind"
    end_leftovers
    flock -w 20 "$state_lock" || die "processes of an earlier run on $state do not end"
  fi
  printf '%s\n' "$$" >"$state/run/supervisor.pid"
  choose_sockets
}

# Lets go of a folder that this process holds.
close_state() {
  local file=${state:-}/run/supervisor.pid
  if [ -f "$file" ] && [ "$(cat "$file")" = "$$" ]; then rm -f "$file"; fi
}

# What a killed supervisor left running. Their own death signal ends them too; this is for those that missed it.
end_leftovers() {
  local file
  for file in "$state"/run/*.pid; do
    if alive "$file"; then kill -TERM "$(cat "$file")" 2>/dev/null || true; fi
  done
}

# The path of a unix socket has at most 107 bytes; from deep folders the sockets move to a short one.
choose_sockets() {
  sockets=$state
  if [ "$((${#state} + ${#postgres_socket_name}))" -gt 107 ]; then
    sockets=/tmp/verbund-$(short_hash "$state")
    say "The path of the state folder is too long for sockets; they lie in $sockets"
    mkdir -p "$sockets"
    [ -O "$sockets" ] && [ ! -L "$sockets" ] || die "$sockets belongs to somebody else"
    chmod 711 "$sockets"
  fi
  mkdir -p -m 711 "$sockets/run"
  mkdir -p -m 700 "$sockets/redis"
}
postgres_socket_name=/postgres/socket/.s.PGSQL.5432

# write_configuration PORT: what every process reads; what differs between them comes by environment.
write_configuration() {
  cat >"$state/verbund.toml.new" <<END
# Written by infra/run at every start; change the environment (VERBUND_<SECTION>_<KEY>) instead.
[gateway]
listen = "127.0.0.1:$1"
public_origins = ["http://localhost:$1", "http://127.0.0.1:$1"]
web_root = "$root/web-client/dist"
drain_seconds = 1

[links]
members = ["unix:$sockets/run/members.sock"]
chat = ["unix:$sockets/run/chat.sock"]
notify = ["unix:$sockets/run/notify.sock"]

[postgres]
host = "$postgres_socket"

[redis]
address = "unix:$sockets/redis/redis.sock"
END
  mv "$state/verbund.toml.new" "$state/verbund.toml"
}

# The last log becomes NAME.log.1.
rotate_logs() {
  local file
  for file in "$state"/log/*.log; do
    [ ! -f "$file" ] || mv "$file" "$file.1"
  done
}
