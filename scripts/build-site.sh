#!/usr/bin/env bash
# Builds the client and the places for ./kapok package, where they are older than what they are made of. What ./run.sh or ./test.sh built is taken as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$PWD/.build
mkdir -p "$build"
# shellcheck source=scripts/setup.sh
. scripts/setup.sh
need_toolchains

# current STAMPS PATH…: whether one of the stamps (names, in one word) is newer than all below the paths.
current() {
  local stamps=$1 stamp
  shift
  for stamp in $stamps; do if ! fresher "$build/$stamp" "$@"; then return 0; fi; done
  return 1
}

if [ ! -f client/dist/index.html ] || ! current "run.stamp site-client.stamp" client proto scripts/setup.sh; then
  touch "$build/site-client.stamp.new"
  build_client
  mv "$build/site-client.stamp.new" "$build/site-client.stamp"
fi
if [ ! -f artifacts/assets/scenes/arena.glb ] || ! current "run.stamp assets.stamp" src/Kapok.Assets client/scripts/compress.mjs; then
  build_assets
  touch "$build/assets.stamp"
fi
