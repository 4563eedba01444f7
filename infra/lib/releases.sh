# Releases of the past: which there are, and the last one built from its commit beside the present tree.

# Sets release_version and release_commit to the last release that is listed.
read_last_release() {
  read -r release_version release_commit _ < <(grep -v '^#' "$root/infra/releases" | tail -n 1) || true
  [ -n "${release_commit:-}" ] || die "infra/releases lists no release"
  release_folder=$root/build/releases/$release_commit
}

# Is the commit of the last release here? A shallow clone and an unpacked archive do not have it.
release_is_here() { git -C "$root" cat-file -e "$release_commit^{commit}" 2>/dev/null; }

# build_last_release: its programs into build/releases/COMMIT/bin, its page into page/, its sources into source/.
build_last_release() {
  read_last_release
  [ ! -f "$release_folder/complete" ] || return 0
  release_is_here || return 1
  local source=$release_folder/source build=$release_folder/source/build/release
  say "Building release $release_version ($release_commit)"
  mkdir -p "$source"
  git -C "$root" archive "$release_commit" | tar -x -C "$source"
  if [ ! -f "$build/build.ninja" ]; then
    patiently "$source" cmake --preset release -DVERBUND_TESTS=OFF >"$release_folder/configure.log" 2>&1 ||
      die "release $release_version cannot be configured: $release_folder/configure.log"
  fi
  patiently "$root" ninja -C "$build" -j "$(build_jobs)" verbund-gateway verbund-service verbund-admin ||
    die "release $release_version does not build"
  patiently "$source/web-client" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error ||
    die "npm ci failed in release $release_version"
  patiently "$source/web-client" npm run --silent build || die "the page of release $release_version does not build"
  rm -rf "$release_folder/bin" "$release_folder/page"
  cp -r "$build/bin" "$release_folder/bin"
  cp -r "$source/web-client/dist" "$release_folder/page"
  rm -rf "$source/build" "$source/web-client/node_modules"
  touch "$release_folder/complete"
}
