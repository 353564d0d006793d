#!/usr/bin/env bash
# Starts a Kapok venue: builds server and client once, then serves the sample event with an audience of bots.
set -euo pipefail
cd "$(dirname "$0")"
build=$PWD/.build
mkdir -p "$build"
# shellcheck source=scripts/setup.sh
. scripts/setup.sh

usage() {
  cat <<'TEXT'
Usage: ./run.sh [options]

  --port N              web port; every other listener derives from it (default 5080)
  --host ADDRESS        address to listen on (default 127.0.0.1; 0.0.0.0 for every network)
  --data DIR            where everything is kept (default ./data)
  --bots N              audience of bots in the sample event (default 300, 0 for none); three performers come with it
  --no-build            start what was built before
  --cert FILE --key FILE  HTTPS with this certificate and key (PEM), or lists with commas; renewed ones are taken without a restart
  --self-signed         HTTPS with a certificate of its own, for a trial in the local network
  --help                this text
TEXT
}

port=5080 host=127.0.0.1 data=./data bots=300 no_build= cert= key= self_signed=
value() { [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value; see ./run.sh --help"; }
while [ $# -gt 0 ]; do
  case $1 in
    --port) value "$@"; port=$2; shift 2 ;;
    --host) value "$@"; host=$2; shift 2 ;;
    --data) value "$@"; data=$2; shift 2 ;;
    --bots) value "$@"; bots=$2; shift 2 ;;
    --cert) value "$@"; cert=$2; shift 2 ;;
    --key) value "$@"; key=$2; shift 2 ;;
    --no-build) no_build=1; shift ;;
    --self-signed) self_signed=1; shift ;;
    --help|-h) usage; exit 0 ;;
    *) fail "Unknown option $1; see ./run.sh --help" ;;
  esac
done
[[ $port =~ ^[0-9]+$ ]] && [ "$port" -ge 1 ] && [ "$port" -le 65535 ] || fail "--port must be a number from 1 to 65535, not '$port'."
[[ $bots =~ ^[0-9]+$ ]] && [ "$bots" -le 20000 ] || fail "--bots must be a number from 0 to 20000, not '$bots'."
[ -z "$cert" ] && [ -n "$key" ] && fail "--key needs --cert too."
[ -n "$cert" ] && [ -z "$key" ] && fail "--cert needs --key too."

need_toolchains
has_library libicuuc || need_packages libicu-dev
# Without it the venue runs all the same, and whoever goes live is told who cannot watch.
command -v ffmpeg >/dev/null || (need_packages ffmpeg) || say "Going on without ffmpeg."

if [ -z "$no_build" ]; then
  sources=(src proto client Directory.Packages.props Directory.Build.props scripts run.sh)
  if fresher "$build/run.stamp" "${sources[@]}"; then
    say "Building Kapok (once; a later start takes seconds)"
    touch "$build/run.stamp.new"
    quietly restore dotnet restore Kapok.slnx -v quiet
    quietly client build_client & client=$!
    quietly server build_server
    quietly tools build_tools
    quietly assets build_assets
    wait "$client"
    mv "$build/run.stamp.new" "$build/run.stamp"
  fi
fi
[ -f artifacts/server/Kapok.Server.dll ] || fail "Nothing is built yet: run ./run.sh without --no-build."

server_args=(--port "$port" --host "$host" --data "$data" --client client/dist --assets artifacts/assets)
[ -n "$cert" ] && server_args+=(--cert "$cert" --key "$key")
[ -n "$self_signed" ] && server_args+=(--self-signed)

# One process group member each: Ctrl-C reaches both, and whichever ends takes the other along.
crowd= server=
stop() { trap - INT TERM; [ -n "$crowd" ] && kill -TERM "$crowd" 2>/dev/null; [ -n "$server" ] && kill -TERM "$server" 2>/dev/null; return 0; }
trap stop INT TERM
DOTNET_gcServer=0 dotnet artifacts/server/Kapok.Server.dll "${server_args[@]}" & server=$!
if [ "$bots" -gt 0 ]; then
  scheme=http; [ -n "$cert$self_signed" ] && scheme=https
  dotnet src/Kapok.Tools/bin/Release/net10.0/kapok.dll bots --url "$scheme://127.0.0.1:$port" --insecure --room arena --count "$bots" --performers 3 \
    --behaviour audience --seconds 0 --wait 60 --data "$data" --quiet & crowd=$!
fi
status=0
wait "$server" || status=$?
# A signal interrupts the first wait; the server's own end is what counts.
if kill -0 "$server" 2>/dev/null; then status=0; wait "$server" || status=$?; fi
[ -n "$crowd" ] && kill -TERM "$crowd" 2>/dev/null && wait "$crowd" 2>/dev/null
exit "$status"
