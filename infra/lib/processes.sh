# The processes of Verbund itself: how each is started, and what the operator's tool does before and after.

bin=$root/build/release/bin

members_command() { service_command members; }
chat_command() { service_command chat; }
notify_command() { service_command notify; }

# Each service in a process of its own, so that one can die alone.
service_command() {
  argv=(env "VERBUND_SERVICE_HOST=$1" "VERBUND_SERVICE_LISTEN=unix:$sockets/run/$1.sock"
    "VERBUND_OPERATIONS_LISTEN=unix:$sockets/run/$1-operations.sock" "$bin/verbund-service" --config "$state/verbund.toml")
}

gateway_command() {
  argv=(env "VERBUND_OPERATIONS_LISTEN=unix:$sockets/run/gateway-operations.sock"
    "$bin/verbund-gateway" --config "$state/verbund.toml")
}

admin() { (cd "$root" && "$bin/verbund-admin" --config "$state/verbund.toml" "$@"); }

# PostgreSQL and Redis, started together, awaited together.
start_storage() {
  prepare_postgres
  start postgres
  start redis
  await postgres 60 postgres_ready
  await redis 20 redis_ready
}

# What every database needs before the services start; all of it harmless when it is there already.
fill_database() {
  prepare_database
  admin migrate >>"$state/log/migrate.log"
  admin import-regions >>"$state/log/migrate.log"
}

# The demo association, only into a database that has none; who can sign in stands in STATE/demo-accounts.json.
load_demo() { admin load-demo --directory "$root/infra/demo" --accounts "$state/demo-accounts.json"; }

print_accounts() {
  say "Sign in as:"
  node -e '
    for (const { role, email, password } of JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")))
      console.log(`  ${role.padEnd(14)} ${email}  ${password}`);' "$state/demo-accounts.json"
}

# One-time token, 60 minutes; the tool prints none once an association exists.
print_set_up_address() {
  local token
  token=$(admin set-up-token 2>>"$state/log/set-up.log") || give_up set-up "no set-up token could be made"
  [ -z "$token" ] || say "Set it up at: http://localhost:$port/einrichten?token=$token"
}

# Before anything has worked, a process that ends again and again is an error to show, not to repeat.
refuse_to_spin() {
  local name
  for name in "${processes[@]}"; do
    if [ "${process_failures[$name]:-0}" -ge 5 ]; then give_up "$name" "$name ends again and again"; fi
  done
}
