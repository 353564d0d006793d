#!/usr/bin/env bash
# Sets up what the tests need and passes them. ./test.sh [part…]; parts: style unit integration client assets deploy browser; fuzz runs the fuzzers for long.
set -uo pipefail
cd "$(dirname "$0")"
build=$PWD/.build
mkdir -p "$build" artifacts/screens
# shellcheck source=scripts/setup.sh
. scripts/setup.sh

all=(style unit client assets integration deploy browser)
parts=("$@")
[ ${#parts[@]} -eq 0 ] && parts=("${all[@]}")
for part in "${parts[@]}"; do
  case " ${all[*]} fuzz " in *" $part "*) ;; *) fail "Unknown part $part; parts are: ${all[*]} fuzz" ;; esac
done
wants() { case " ${parts[*]} " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

passed=0 failed=0 skipped=0
started=$SECONDS
# count PASSED FAILED SKIPPED NAME
count() { passed=$((passed + $1)); failed=$((failed + $2)); skipped=$((skipped + $3)); say "  $4: $1 passed, $2 failed, $3 skipped"; }
# check NAME COMMAND…: a step that either holds or not, counted as one test.
check() {
  local name=$1
  shift
  if quietly "$name" "$@"; then count 1 0 0 "$name"; else count 0 1 0 "$name"; fi
}
# failures LOG: which tests failed and with what, then the end of the log; the lines that a server under test writes come last.
failures() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | grep -nE -A 14 '\[FAIL\]|^\s*not ok |^\s*(FAIL|×) ' | cut -c1-400 | head -n 160
  say "  ... the end of $1:"
  tail -n 40 "$1" | cut -c1-400
}
# runner NAME MINUTES COMMAND…: a test runner; its own closing line is read for the numbers, and its exit code can only add a failure. Each test has a limit
# of its own, which names it; the minutes are for whatever does not end by that, a runner's own end for one.
runner() {
  local name=$1 minutes=$2 log="$build/$1.log" code=0 p f s
  shift 2
  timeout --foreground --kill-after=20 "${minutes}m" "$@" >"$log" 2>&1 || code=$?
  [ "$code" -eq 124 ] || [ "$code" -eq 137 ] && say "  LIMIT: $name was not done within $minutes minutes"
  grep -E '(^|[# ])LIMIT: ' "$log"
  read -r p f s < <(node scripts/count-tests.mjs "$log")
  [ "$code" -ne 0 ] && [ "$f" -eq 0 ] && f=1
  [ "$code" -eq 0 ] && [ "$p" -eq 0 ] && { say "  $name ran no test"; f=1; }
  [ "$f" -ne 0 ] && failures "$log"
  grep -iE 'skipped .*\(|\[SKIP\]|# SKIP' "$log" | head -n 20
  count "$p" "$f" "$s" "$name"
}

need_toolchains
need_packages ca-certificates procps
if wants unit || wants integration || wants browser; then need_packages ffmpeg; fi
say "Building"
quietly restore dotnet restore Kapok.slnx -v quiet || exit 1
if wants client || wants assets || wants browser || wants deploy || wants style; then
  if [ "$build/client.stamp" -nt client/package-lock.json ] && [ -d client/node_modules ]; then (cd client && npm run generate >/dev/null)
  else quietly client-install install_client && touch "$build/client.stamp"; fi || exit 1
fi
quietly solution dotnet build Kapok.slnx -c Release --no-restore -v quiet --nologo || { say "0 passed, 1 failed"; exit 1; }

if wants style; then
  say "Style"
  check format dotnet format Kapok.slnx --verify-no-changes --no-restore --exclude src/Kapok.Events/Migrations
  check types bash -c 'cd client && npx tsc --noEmit'
  check lint bash -c 'cd client && npx eslint . --max-warnings 0'
  check limits node scripts/check-limits.mjs
  check lines node scripts/check-lines.mjs
fi

if wants unit; then
  say "Unit and property tests"
  runner unit 20 dotnet tests/Kapok.Tests/bin/Release/net10.0/Kapok.Tests.dll
fi

if wants client; then
  say "TypeScript tests"
  runner client 10 bash -c 'cd client && npx vitest run'
fi

if wants assets || wants browser || wants deploy || wants integration; then
  if fresher "$build/assets.stamp" src/Kapok.Assets; then quietly assets build_assets && touch "$build/assets.stamp"; fi
fi
if wants assets; then
  say "Assets"
  check gltf-validator node client/scripts/validate-assets.mjs artifacts/assets
fi

if wants integration; then
  say "Integration tests (SQLite and PostgreSQL)"
  need_packages postgresql
  # shellcheck source=scripts/postgres.sh
  . scripts/postgres.sh
  if start_postgres; then export KAPOK_TEST_POSTGRES=$postgres_connection; else say "  PostgreSQL did not start; see $build/postgres.log"; failed=$((failed + 1)); fi
  runner integration 40 dotnet tests/Kapok.IntegrationTests/bin/Release/net10.0/Kapok.IntegrationTests.dll
  stop_postgres
fi

if wants fuzz; then
  # Each fuzzer goes on for so long, with a seed that is printed: about ten minutes for all. KAPOK_FUZZ_SEED repeats one.
  export KAPOK_FUZZ_SECONDS=${KAPOK_FUZZ_SECONDS:-75}
  say "Fuzzers, $KAPOK_FUZZ_SECONDS s each"
  for project in Kapok.Tests Kapok.IntegrationTests; do
    runner "fuzz-$project" $((KAPOK_FUZZ_SECONDS + 30)) dotnet "tests/$project/bin/Release/net10.0/$project.dll" -trait Category=Fuzz -parallelMode none -showLiveOutput
    grep -E '^ *fuzz .*KAPOK_FUZZ_SEED' "$build/fuzz-$project.log" | sort -u
  done
fi

if wants deploy || wants browser; then
  if fresher "$build/run.stamp" src proto client Directory.Packages.props Directory.Build.props scripts run.sh; then
    touch "$build/run.stamp.new"
    quietly server build_server && quietly client-build bash -c 'cd client && npm run build && node scripts/compress.mjs dist' && mv "$build/run.stamp.new" "$build/run.stamp"
  fi
fi
if wants deploy; then
  say "Start-up, bad input and proxies"
  need_packages nginx-light caddy openssl curl sslscan testssl.sh debootstrap systemd util-linux
  runner deploy 30 node --test --test-force-exit --test-concurrency=1 --test-reporter=tap tests/deploy/
fi
if wants browser; then
  say "Browser tests (Chromium and Firefox)"
  need_packages chromium firefox-esr xvfb pulseaudio coturn openssl iproute2 fonts-noto-cjk
  runner browser 90 node --test --test-force-exit --test-concurrency=1 --test-reporter=tap tests/browser/
fi

say "Took $((SECONDS - started)) s."
say "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
