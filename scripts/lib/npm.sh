# shellcheck shell=bash
# Packages from npm: exactly what a lock file says, beside it and nowhere else.

# npm_install FOLDER (relative to the root): silent and instant when they are there.
npm_install() {
  local folder=$root/$1
  [[ ! $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]] || return 0
  say "Installing what $1/package-lock.json says with npm…"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || die "npm ci did not succeed in $1 (its last lines are above)"
}
