# What every script of infra/ shares: where the project is, how to speak, how to wait, how to hash.
# Sourced, never run; the sourcing script has `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

say() { printf '%s\n' "$*"; }
die() {
  printf 'infra: %s\n' "$*" >&2
  exit 1
}

# patiently FOLDER COMMAND…: runs a long command there so that a signal to this script is heard at once, and the
# command ended with it; `patient` is its process.
patient=
patiently() {
  local code=0
  setpriv --pdeathsig TERM -- env -C "$@" &
  patient=$!
  wait "$patient" || code=$?
  patient=
  return "$code"
}

# Waits without starting a process: reads from a pipe that nobody writes to.
pause() {
  [ -n "${silence:-}" ] || exec {silence}<> <(:)
  local nothing
  read -r -t "$1" -u "$silence" nothing || true
}

# Eight letters that stand for a path, for names outside the project's folder.
short_hash() { printf '%s' "$1" | sha256sum | cut -c1-8; }

# One hash of the contents and names of every file under the folders given, without what is made from them.
hash_of_files() {
  find "$@" \( -name node_modules -o -name dist -o -name dist.previous -o -name output \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# Does the process run? One that has ended and was not yet waited for does not.
process_runs() {
  local line
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  line=${line##*) }
  [ "${line:0:1}" != Z ]
}

# Does the process of this pid file run?
alive() {
  local pid
  [ -f "$1" ] && read -r pid <"$1" && [ -n "$pid" ] && process_runs "$pid"
}

# Does somebody listen on this port of loopback?
port_taken() { (exec {taken}<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# http_status PORT PATH: the status of a GET on loopback, or 000; bare Debian has neither curl nor wget.
http_status() {
  local line=
  {
    exec {http}<>"/dev/tcp/127.0.0.1/$1" &&
      printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&"$http" &&
      read -r -t 2 line <&"$http"
    [ -z "${http:-}" ] || exec {http}>&-
  } 2>/dev/null || true
  line=${line#HTTP/1.? }
  line=${line%% *}
  printf '%s' "${line:-000}"
}

# Open files: as many as the machine allows, within reason (some programs walk all of them).
raise_file_limit() {
  local hard
  hard=$(ulimit -Hn)
  if [ "$hard" = unlimited ] || [ "$hard" -gt 1048576 ]; then hard=1048576; fi
  ulimit -Sn "$hard" || true
}
