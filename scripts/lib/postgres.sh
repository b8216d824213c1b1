# shellcheck shell=bash
# A private PostgreSQL server of this checkout, under var/pg. It listens on a Unix socket in a folder that only its owner can enter:
# no port to clash with, no password to keep.
#
# Whoever needs the server holds it (a shared lock); the last one to release it stops it, unless `scripts/postgres start` asked for it to stay.

readonly pg_link=$root/var/pg
pg_held=''

# PostgreSQL refuses to run as root: there it runs as the user that Debian's package made for it.
# Closing our locks in a subshell only: a trap that ran in the middle of a redirection of this shell would still hold them.
as_server() (
  exec 7>&- 8>&-
  if ((EUID == 0)); then
    cd /
    exec runuser -u postgres -- "$@"
  fi
  exec "$@"
)

# The folder of the server: data/, log, socket (the path of the socket's folder), keep (see above).
pg_home() {
  mkdir -p "$root/var"
  if ((EUID == 0)); then
    id -u postgres >/dev/null 2>&1 || die "PostgreSQL is not installed (scripts/install-tools demo installs it)"
  fi
  if ((EUID == 0)) && ! as_server test -x "$root/var"; then
    printf '/var/tmp/callbackbot-%s' "$(printf '%s' "$root" | sha256sum | cut -c1-12)"
  else
    printf '%s' "$pg_link"
  fi
}

pg_prepare_home() {
  local home=$1
  if [[ $home == "$pg_link" ]]; then
    [[ ! -L $pg_link ]] || rm "$pg_link"
  else
    if [[ -d $pg_link && ! -L $pg_link ]]; then die "$pg_link exists, but its server cannot reach it; move it away"; fi
    ln -sfn "$home" "$pg_link"
  fi
  mkdir -m 700 "$home" 2>/dev/null && { ((EUID != 0)) || chown postgres: "$home"; }
  # In /var/tmp anyone could have made the folder before us.
  [[ -d $home && ! -L $home ]] || die "cannot create $home"
  as_server test -O "$home" || die "$home belongs to someone else ($(stat -c %U "$home")); remove it or use a checkout of your own"
}

# pg_bin HOME: the folder of the programs: of the version that made the data, else the newest.
pg_bin() {
  local version=''
  [[ ! -f $1/data/PG_VERSION ]] || version=$(<"$1/data/PG_VERSION")
  local found
  found=$(find /usr/lib/postgresql -maxdepth 3 -path "*/${version:-*}/bin/initdb" 2>/dev/null | sort -V | tail -n 1)
  [[ -n $found ]] || found=$(command -v initdb || true)
  [[ -n $found ]] || die "PostgreSQL${version:+ $version} is not installed (scripts/install-tools demo installs it)"
  dirname "$(readlink -f "$found")"
}

pg_socket() { cat "$(pg_home)/socket" 2>/dev/null; }

pg_running() {
  local home=$1 socket
  socket=$(cat "$home/socket" 2>/dev/null) || return 1
  "$(pg_bin "$home")/pg_isready" -q -h "$socket" -p 5432
}

# A connection string for Npgsql, to the server's maintenance database.
postgres_url() { printf 'Host=%s;Port=5432;Username=callbackbot;Database=postgres' "$(pg_socket)"; }

# Starts the server unless it runs. Called with the lock "postgres" held (fd 7), which the server must not inherit.
pg_start() {
  local home=$1 bin socket
  bin=$(pg_bin "$home")
  pg_running "$home" && return
  if [[ ! -d $home/data ]]; then
    say "Creating a private PostgreSQL in ${home/#"$root/"/}…"
    as_server rm -rf "$home/data.new"
    as_server "$bin/initdb" -D "$home/data.new" -U callbackbot -E UTF8 --locale=C.UTF-8 --auth-local=trust --auth-host=reject \
      --no-instructions >/dev/null || die "initdb failed"
    as_server mv "$home/data.new" "$home/data"
  fi
  # A socket's path may have 107 bytes at most, and a checkout's is often longer.
  socket=$(as_server cat "$home/socket" 2>/dev/null || true)
  if [[ -z $socket ]] || ! as_server test -O "$socket"; then
    socket=$(as_server mktemp -d /tmp/callbackbot-pg-XXXXXX)
    printf '%s\n' "$socket" | as_server tee "$home/socket" >/dev/null
  fi
  # In a session of its own: Ctrl-C ends the whole process group, and the server must be the last to go.
  as_server setsid --wait "$bin/pg_ctl" -D "$home/data" -l "$home/log" -s -w -t 60 -o "-c listen_addresses= -c port=5432 -k $socket" start \
    </dev/null >/dev/null || die "PostgreSQL does not start; see $home/log"
}

pg_stop() {
  local home=$1 socket
  if [[ -f $home/data/postmaster.pid ]]; then
    as_server setsid --wait "$(pg_bin "$home")/pg_ctl" -D "$home/data" -s -w -t 60 -m fast stop </dev/null >/dev/null 2>&1 || true
  fi
  socket=$(cat "$home/socket" 2>/dev/null) || return 0
  as_server rm -rf "$socket" "$home/socket"
}

# hold_postgres: the server runs until release_postgres (at the latest when this script exits).
hold_postgres() {
  local home
  home=$(pg_home)
  exec 7>"$(lock_file postgres)" 8>"$(lock_file postgres-users)"
  flock -w 90 7 || die "another script has been starting or stopping PostgreSQL for 90 s"
  flock -s 8
  pg_held=1
  trap release_postgres EXIT
  pg_prepare_home "$home"
  pg_start "$home"
  exec 7>&-
}

release_postgres() {
  local home
  [[ -n $pg_held ]] || return 0
  pg_held=''
  # A second Ctrl-C must not leave the server behind.
  trap '' INT TERM HUP
  home=$(pg_home)
  exec 7>"$(lock_file postgres)"
  flock -w 90 7 || die "another script has been starting or stopping PostgreSQL for 90 s"
  # The lock for ourselves alone means that nobody else holds the server.
  if flock -n -x 8 && [[ ! -e $home/keep ]]; then pg_stop "$home"; fi
  exec 7>&- 8>&-
}

# own_database URL: the same server with the checkout's own database, made when it is missing.
own_database() {
  local socket
  socket=$(pg_socket)
  "$(pg_bin "$(pg_home)")/psql" -h "$socket" -p 5432 -U callbackbot -d postgres -qAtc \
    "select 'create database callbackbot' where not exists (select 1 from pg_database where datname = 'callbackbot')" |
    "$(pg_bin "$(pg_home)")/psql" -h "$socket" -p 5432 -U callbackbot -d postgres -q
  printf '%s' "${1/%Database=postgres/Database=callbackbot}"
}

# with_postgres COMMAND…: runs it with CALLBACKBOT_DATABASE set, and returns its exit code. A database given by the user is used instead of ours.
with_postgres() {
  local status=0
  if [[ -n ${CALLBACKBOT_DATABASE:-} ]]; then
    run_forwarding "$@" || status=$?
  else
    hold_postgres
    CALLBACKBOT_DATABASE=$(own_database "$(postgres_url)") run_forwarding "$@" || status=$?
    release_postgres
  fi
  return "$status"
}
