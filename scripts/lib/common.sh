# shellcheck shell=bash
# What every script needs: the checkout's root, messages, and running a program that gets our signals.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
readonly root

# Messages go to stderr: stdout belongs to the program that a script runs.
say() { printf '%s\n' "$*" >&2; }

die() {
  say "$(basename "$0"): $*"
  exit 1
}

# A script started with & by another script ignores SIGINT, and bash cannot take that back: `kill -INT` would do nothing.
if [[ $(trap -p INT) == "trap -- '' SIGINT" ]]; then exec env --default-signal=INT,QUIT "$0" "$@"; fi

# Bash would swallow a Ctrl-C that arrives while it waits for a program in a session of its own.
default_traps() {
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
}
default_traps

# Lock files are empty and stay; the lock goes with the process that holds it. Locks are the file descriptors 7 and 8 (postgres.sh) and 9 (build.sh).
lock_file() {
  mkdir -p "$root/var"
  printf '%s' "$root/var/.$1.lock"
}

# run_forwarding COMMAND…: runs it with our stdin, waits for its end and returns its exit code.
# Ctrl-C reaches the whole process group, `kill` only this shell: so a signal is passed on as SIGTERM, which a program that has seen the SIGINT
# takes for the same request. Waiting in the background lets bash run the trap at once instead of after the program's end.
# Afterwards stop_requested tells whether it ran.
# shellcheck disable=SC2034 # read by the callers
stop_requested=''
run_forwarding() {
  local child='' interrupted='' status
  trap 'stop_requested=1; interrupted=1; [[ -z $child ]] || kill -TERM "$child" 2>/dev/null || true' INT TERM HUP
  # A background program of a script ignores SIGINT unless told otherwise; and it must not inherit our locks.
  env --default-signal=INT,QUIT "$@" <&0 7>&- 8>&- 9>&- &
  child=$!
  [[ -z $interrupted ]] || kill -TERM "$child" 2>/dev/null || true
  while :; do
    interrupted=''
    status=0
    wait "$child" || status=$?
    [[ -n $interrupted ]] || break
  done
  default_traps
  return "$status"
}
