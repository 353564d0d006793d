# Shared by run.sh and test.sh: what the machine must have, and how it gets it. Sourced, never run.

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 2; }

# The .NET SDK 10 and Node 20.19 or newer are the two things that are not installed for the person: their vendors know best how.
need_toolchains() {
  if ! command -v dotnet >/dev/null || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    fail "Kapok needs the .NET SDK 10: install it from https://dot.net/download and run this again."
  fi
  if ! command -v node >/dev/null || ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
    fail "Kapok needs Node 20.19 or newer (this is $(node --version 2>/dev/null || echo none)): install it from https://nodejs.org and run this again."
  fi
}

# has_library NAME: whether the dynamic linker knows a library. Its tool lies where the PATH of an ordinary user does not look.
has_library() { PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep -q "$1"; }

# need_packages PACKAGE…: installs the Debian packages that are missing, as root or by sudo.
need_packages() {
  local missing=() package
  command -v dpkg-query >/dev/null || return 0
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then root=(sudo -n)
    elif command -v sudo >/dev/null && [ -t 0 ] && [ -t 2 ]; then root=(sudo) # asks for the password
    else fail "Kapok needs a few Debian packages; run this once, then again: sudo apt-get install -y ${missing[*]}"; fi
  fi
  say "installing ${missing[*]}"
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"' _ "${missing[@]}" \
    >"$build/apt.log" 2>&1 || fail "The packages could not be installed; see $build/apt.log, or run: sudo apt-get install -y ${missing[*]}"
}

# fresher STAMP PATH…: whether something below the paths changed after the stamp.
fresher() {
  local stamp=$1
  shift
  [ ! -f "$stamp" ] || [ -n "$(find "$@" \( -name node_modules -o -name bin -o -name obj -o -name dist -o -name generated \) -prune -o -type f -newer "$stamp" -print -quit)" ]
}

# quietly NAME COMMAND…: runs a long step, says how long it took, and shows its end only when it fails.
quietly() {
  local name=$1 started=$SECONDS log="$build/$1.log"
  shift
  if "$@" >"$log" 2>&1; then
    say "  $name: $((SECONDS - started)) s"
  else
    say "  $name failed:"
    tail -n 40 "$log"
    say "The whole output is in $log."
    return 1
  fi
}

build_client() { (cd client && npm ci --no-audit --no-fund --loglevel=error && npm run generate && npm run build && node scripts/compress.mjs dist); }
install_client() { (cd client && npm ci --no-audit --no-fund --loglevel=error && npm run generate); }
build_server() { dotnet publish src/Kapok.Server -c Release -o artifacts/server -v quiet --nologo; }
build_tools() { dotnet build src/Kapok.Tools -c Release -v quiet --nologo; }
build_assets() { dotnet src/Kapok.Tools/bin/Release/net10.0/kapok.dll assets --out artifacts/assets && node client/scripts/compress.mjs artifacts/assets; }
