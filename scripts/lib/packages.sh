# shellcheck shell=bash
# Debian and Ubuntu packages: what is missing is named, then installed.

# install_packages WHAT-FOR PACKAGE…: silent and instant when nothing is missing.
install_packages() {
  local purpose=$1 missing=() package
  shift
  if ! command -v dpkg-query >/dev/null; then
    say "Not Debian or Ubuntu: $purpose needs what these packages hold, please install it yourself: $*"
    return
  fi
  for package; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  say "$purpose needs Debian packages that are not installed yet: ${missing[*]}"
  local sudo=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "please run as root: apt-get install ${missing[*]}"
    sudo=(sudo)
    sudo -v || die "please run as root: apt-get install ${missing[*]}"
  fi
  say "Installing them with apt-get…"
  if [[ " ${missing[*]} " == *" postgresql "* ]]; then
    say "PostgreSQL's packages are told (in $createcluster) not to start a server of their own; these scripts start a private one."
  fi
  if [[ " ${missing[*]} " == *" kamailio "* ]]; then
    say "Kamailio's package is told not to start a server of its own, neither now nor at boot; tests start private ones."
  fi
  uninterrupted "${sudo[@]}" bash -c "$(declare -f no_main_cluster apt_install no_service); createcluster=$createcluster; apt_install \"\$@\"" apt_install "${missing[@]}" ||
    die "apt-get could not install them (its last lines are above); try: apt-get update && apt-get install ${missing[*]}"
}

readonly createcluster=/etc/postgresql-common/createcluster.conf

# Without this, Debian's PostgreSQL package creates a cluster and starts it on port 5432.
no_main_cluster() {
  mkdir -p "$(dirname "$createcluster")"
  touch "$createcluster"
  sed -i '/^[[:space:]]*create_main_cluster/d' "$createcluster"
  echo 'create_main_cluster = false' >>"$createcluster"
}

# Runs as root in a bash of its own.
apt_install() {
  set -euo pipefail
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  local policy=''
  trap 'rm -f "$log" ${policy:+"$policy"}' EXIT
  if [[ " $* " == *" kamailio "* && ! -e /usr/sbin/policy-rc.d ]]; then
    # Asked by every package before it starts a service; 101 forbids it.
    policy=/usr/sbin/policy-rc.d
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
  fi
  [[ " $* " != *" postgresql "* ]] || no_main_cluster
  if ! { apt-get -q update && apt-get -q install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    return 1
  fi
  [[ " $* " != *" kamailio "* ]] || no_service kamailio
}

# no_service NAME: it does not come up at boot either.
no_service() {
  update-rc.d "$1" disable >/dev/null 2>&1 || true
  if [[ -d /run/systemd/system ]]; then systemctl disable "$1" >/dev/null 2>&1 || true; fi
}

# uninterrupted COMMAND…: in a process group of its own, which Ctrl-C does not reach: half-configured packages break the machine for everyone.
uninterrupted() {
  local interrupted='' status=0 child
  trap 'interrupted=1; say "Ending as soon as the packages are installed…"' INT TERM HUP
  set -m
  "$@" </dev/null &
  child=$!
  set +m
  while kill -0 "$child" 2>/dev/null; do wait "$child" || true; done
  wait "$child" || status=$?
  default_traps
  [[ -z $interrupted ]] || exit 130
  return "$status"
}
