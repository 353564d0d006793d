# Starts a PostgreSQL of our own for the tests, on a free port, and stops it. Sourced, never run.

postgres_home= postgres_connection=

# PostgreSQL refuses to run as root, so it runs as Debian's own postgres user.
as_postgres() { if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else (cd / && sudo -n -u postgres "$@"); fi; }

start_postgres() {
  local bin port
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$bin" ] || return 1
  port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  postgres_home=$(as_postgres mktemp -d /tmp/kapok-postgres.XXXXXX) || return 1
  {
    as_postgres "$bin/initdb" -D "$postgres_home/data" -U kapok --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync
    as_postgres "$bin/pg_ctl" -D "$postgres_home/data" -w -t 60 -l "$postgres_home/log" \
      -o "-p $port -k $postgres_home -c listen_addresses=127.0.0.1 -c fsync=off" start
  } >"$build/postgres.log" 2>&1 || return 1
  postgres_connection="Host=127.0.0.1;Port=$port;Username=kapok;Database=postgres"
  trap stop_postgres EXIT
}

stop_postgres() {
  local bin
  [ -n "$postgres_home" ] || return 0
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  as_postgres "$bin/pg_ctl" -D "$postgres_home/data" -m immediate stop >>"$build/postgres.log" 2>&1
  as_postgres rm -rf "$postgres_home"
  postgres_home=
}
