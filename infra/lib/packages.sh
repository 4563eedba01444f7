# Which Debian packages the project needs, per suite, and how they are installed without disturbing the machine.

# The packages to build and run; those of the tests come on top.
packages_for() {
  local suite=$1 purpose=$2 boost=libboost-dev
  # Debian 12's default Boost (1.74) lacks what Beast and Describe need; 1.81 stands beside it in the same suite.
  [ "$suite" = bookworm ] && boost=libboost1.81-dev
  printf '%s\n' g++ cmake ninja-build pkg-config "$boost" libssl-dev libhiredis-dev libpq-dev libsimdjson-dev \
    libspdlog-dev libsodium-dev libtomlplusplus-dev catch2 postgresql redis-tools nodejs npm
  [ "$purpose" = run ] || printf '%s\n' chromium patch
}

# Is the package there, or what it is wanted for from elsewhere?
has_package() {
  case $1 in
    nodejs) command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] && return ;;
    npm) command -v npm >/dev/null && return ;;
    chromium) command -v chromium >/dev/null && return ;;
    postgresql) newest_postgres >/dev/null && return ;;
    redis-tools) command -v redis-check-rdb >/dev/null && return ;;
  esac
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# The suite whose list fits this machine.
debian_suite() {
  local suite
  suite=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-unknown}")
  case $suite in
    bookworm | trixie) printf '%s' "$suite" ;;
    *)
      say "This is neither Debian 12 nor 13 but $suite: trying the packages of Debian 13." >&2
      printf trixie
      ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages run|test: says what is missing and installs it.
install_packages() {
  local purpose=$1 package suite missing=() replaced
  command -v dpkg-query >/dev/null || die "this needs Debian 12 or 13: there is no dpkg here"
  suite=$(debian_suite)
  while read -r package; do
    has_package "$package" || missing+=("$package")
  done < <(packages_for "$suite" "$purpose")
  [ ${#missing[@]} -gt 0 ] || return 0

  say "Installing Debian packages: ${missing[*]}"
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    die "neither root nor sudo here; as root: apt-get install --no-install-recommends ${missing[*]}"
  fi
  as_root apt-get update -q
  replaced=$(apt-get install --simulate --no-install-recommends "${missing[@]}" | awk '$1 == "Remv" { print $2 }')
  [ -z "$replaced" ] || say "They take the place of: ${replaced//$'\n'/ }"

  # No system cluster comes with a freshly installed PostgreSQL: ours is private, and port 5432 is the owner's.
  # The answer is a file of its own that lives only as long as this call. Redis comes as redis-tools, which
  # holds the server's program but no system service.
  local answer=/etc/postgresql-common/createcluster.d/verbund-no-cluster.conf code=0
  as_root sh -c "mkdir -p '${answer%/*}' && echo 'create_main_cluster = false' >'$answer'"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q -o Dpkg::Use-Pty=0 \
    --no-install-recommends "${missing[@]}" </dev/null || code=$?
  as_root rm -f "$answer"
  [ "$code" = 0 ] || die "apt-get could not install: ${missing[*]}"
}

# The folder of the newest PostgreSQL programs; Debian keeps them out of PATH.
newest_postgres() {
  local folder
  folder=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -1)
  [ -n "$folder" ] && [ -x "$folder/initdb" ] && [ "${folder//[^0-9]/}" -ge 15 ] && printf '%s' "$folder"
}
