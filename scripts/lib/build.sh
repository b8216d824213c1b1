# shellcheck shell=bash
# Builds once and then only when something changed.

# Where the program finds dialogs/, deploy/ and var/, whatever folder it is called from.
export CALLBACKBOT_HOME=${CALLBACKBOT_HOME:-$root}

readonly cli_dll=$root/src/CallbackBot.Worker/bin/Release/net10.0/callbackbot.dll
# shellcheck disable=SC2034 # for the scripts that start the program
readonly cli_project=src/CallbackBot.Worker/CallbackBot.Worker.csproj

# build PROJECT-OR-SOLUTION (relative to the root): Release, quiet. Does nothing when the sources are those of the last good build of it.
build() {
  local target=$1 sources stamp
  stamp=$root/var/.built-$(basename "$target")
  local of_all=$root/var/.built-CallbackBot.sln
  require_sdk
  exec 9>"$(lock_file build)"
  flock -w 900 9 || die "another build of this checkout has been running for 15 minutes"
  sources=$(fingerprint)
  if [[ ! -f $cli_dll ]] || ! grep -qsx "$sources" "$stamp" "$of_all"; then
    say "Building $(basename "$target" .csproj)…"
    local log=$root/var/build.log
    # No build servers: they would outlive this script.
    MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 \
      run_forwarding dotnet build "$root/$target" -c Release -v quiet --nologo '-clp:ErrorsOnly;NoSummary' --disable-build-servers >"$log" 2>&1 || {
      [[ -z $stop_requested ]] || exit 130
      cat "$log" >&2
      die "the build did not succeed; nothing was started"
    }
    [[ -z $stop_requested ]] || exit 130
    printf '%s\n' "$sources" >"$stamp.new"
    mv "$stamp.new" "$stamp"
  fi
  exec 9>&-
}

require_sdk() {
  command -v dotnet >/dev/null ||
    die "needs the .NET SDK 10 (https://dotnet.microsoft.com/download, or on Ubuntu: apt-get install dotnet-sdk-10.0)"
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    die "needs the .NET SDK 10 (global.json); found only: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')"
}

# Names, sizes and times of everything that goes into a build. Run in a subshell: it changes the folder.
fingerprint() {
  cd "$root"
  # A folder that a checkout does not have is no error.
  { find src tests dialogs deploy ./*.props ./*.sln global.json .editorconfig BannedSymbols.txt \
    \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null || true; } |
    LC_ALL=C sort | sha256sum | cut -d' ' -f1
}
