# Builds the server and the web client, each only as far as something changed.

# build_server TARGET…: configures once, then lets ninja decide.
build_server() {
  local folder=$root/build/release cache=$root/build/release/CMakeCache.txt
  # A moved clone leaves a cache full of old paths, which CMake refuses.
  if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then rm -rf "$folder"; fi
  if [ ! -f "$folder/build.ninja" ]; then
    say "Configuring the server"
    patiently "$root" cmake --preset release >"$root/build/configure.log" 2>&1 || {
      tail -40 "$root/build/configure.log" >&2
      die "cmake failed; all of it is in build/configure.log"
    }
  fi
  patiently "$root" ninja -C "$folder" -j "$(build_jobs)" "$@" || die "the server does not build"
}

# One job a core, but each needs about 1.5 GB.
build_jobs() {
  local cores memory jobs
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1500000) }' /proc/meminfo)
  jobs=$((memory < cores ? memory : cores))
  printf '%s' "$((jobs < 1 ? 1 : jobs))"
}

# npm_install FOLDER: the packages of its package-lock.json, exactly, and none of their scripts.
npm_install() {
  local folder=$root/$1 stamp=$root/$1/node_modules/.verbund-lock wanted
  wanted=$(sha256sum "$folder/package-lock.json" | cut -d' ' -f1)
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then return 0; fi
  say "Installing the npm packages of $1"
  patiently "$folder" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || die "npm ci failed in $1"
  printf '%s' "$wanted" >"$stamp"
}

# Pages that are open in browsers still ask for the assets they were built with: the gateway serves those of the page
# before from the folder beside it.
keep_previous_page() {
  local page=$root/web-client/dist
  [ -f "$page/index.html" ] || return 0
  rm -rf "$page.previous"
  mv "$page" "$page.previous"
}

# The page, into web-client/dist, when its sources changed since the last time.
build_web_client() {
  local stamp=$root/build/web-client.sources wanted
  wanted=$(hash_of_files "$root/web-client")
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && [ -f "$root/web-client/dist/index.html" ]; then
    return 0
  fi
  npm_install web-client
  keep_previous_page
  say "Building the web client"
  patiently "$root/web-client" npm run --silent build || die "the web client does not build"
  printf '%s' "$wanted" >"$stamp"
}
