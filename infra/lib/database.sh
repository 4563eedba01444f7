# The private PostgreSQL cluster and the private Redis: made in the state folder, on unix sockets, without ports.

# PostgreSQL refuses to run as root; then the user of Debian's package runs it.
postgres_user=()
[ "$(id -u)" != 0 ] || postgres_user=(setpriv --reuid=postgres --regid=postgres --init-groups --)

# Sets postgres_home, postgres_socket and postgres_programs; makes the cluster at the first start.
prepare_postgres() {
  postgres_programs=$(newest_postgres) || die "PostgreSQL 15 or newer is not installed"
  postgres_home=$state/postgres
  postgres_socket=$sockets/postgres/socket
  if [ "$(id -u)" = 0 ]; then
    chmod 711 "$state"
    # A clone in /root is closed to the user that runs PostgreSQL.
    if ! "${postgres_user[@]}" test -x "$state"; then
      postgres_home=/var/lib/verbund-$(short_hash "$state")/postgres
      postgres_socket=$postgres_home/socket
      say "PostgreSQL cannot enter $state as user postgres; its data lies in $postgres_home"
      mkdir -p -m 711 "${postgres_home%/*}"
    fi
  fi
  mkdir -p -m 700 "$postgres_home" "${postgres_socket%/*}" "$postgres_socket"
  [ "$(id -u)" != 0 ] || chown postgres: "$postgres_home" "${postgres_socket%/*}" "$postgres_socket"

  local version=$postgres_home/data/PG_VERSION
  if [ ! -f "$version" ]; then
    make_cluster
  elif [ "$(cat "$version")" != "$(basename "${postgres_programs%/bin}")" ]; then
    postgres_programs=/usr/lib/postgresql/$(cat "$version")/bin
    [ -x "$postgres_programs/postgres" ] ||
      die "the data in $postgres_home is of PostgreSQL $(cat "$version"), which is not installed"
  fi
}

# A cluster that was interrupted while it was made is made anew: it becomes `data` only when complete.
make_cluster() {
  say "Making a private PostgreSQL cluster"
  rm -rf "$postgres_home/data.new"
  patiently / "${postgres_user[@]}" "$postgres_programs/initdb" --pgdata="$postgres_home/data.new" \
    --username=postgres --encoding=UTF8 --locale=C.UTF-8 --auth=trust --no-instructions \
    >"$state/log/initdb.log" 2>&1 || {
    cat "$state/log/initdb.log" >&2
    die "initdb failed"
  }
  mv "$postgres_home/data.new" "$postgres_home/data"
}

# The server's command line; postgres_options come last and win. Only who may enter the socket's folder (mode 0700) may connect, hence trust.
postgres_options=()
postgres_command() {
  argv=("${postgres_user[@]}" setpriv --pdeathsig INT -- "$postgres_programs/postgres" -D "$postgres_home/data"
    -c listen_addresses= -c "unix_socket_directories=$postgres_socket" -c unix_socket_permissions=0700
    -c max_connections=100 -c shared_buffers=64MB -c max_wal_size=512MB -c jit=off -c "log_line_prefix=%m [%p] "
    "${postgres_options[@]}")
}

# sql DATABASE STATEMENT: asked as the cluster's superuser.
sql() {
  env -C / "${postgres_user[@]}" "$postgres_programs/psql" -h "$postgres_socket" -U postgres -d "$1" -qAt -v ON_ERROR_STOP=1 -c "$2"
}

postgres_ready() { sql postgres 'select 1' >/dev/null 2>&1; }

# The owner of the database makes the roles and migrates; it is no superuser, as in production.
prepare_database() {
  [ -n "$(sql postgres "select 1 from pg_roles where rolname = 'verbund_owner'")" ] ||
    sql postgres 'create role verbund_owner login createrole'
  [ -n "$(sql postgres "select 1 from pg_database where datname = 'verbund'")" ] ||
    sql postgres 'create database verbund owner verbund_owner'
}

# Redis is called redis-server in the package of that name; redis-tools holds the same program as redis-check-rdb,
# which becomes the server by its name.
redis_program() {
  command -v redis-server && return
  mkdir -p "$root/build/tools"
  ln -sfn "$(command -v redis-check-rdb)" "$root/build/tools/redis-server"
  printf '%s' "$root/build/tools/redis-server"
}

# It may lose everything at any moment, so nothing of it is kept.
redis_command() {
  argv=("$(redis_program)" --port 0 --unixsocket "$sockets/redis/redis.sock" --unixsocketperm 700 --save ''
    --appendonly no --maxmemory 64mb --dir "$sockets/redis" --daemonize no)
}
redis_ready() { [ "$(redis-cli -s "$sockets/redis/redis.sock" ping 2>/dev/null)" = PONG ]; }
