#!/usr/bin/env bash
# The lifetime book in a real PostgreSQL: the whole contract, with real processes racing for the last of a budget.
# Starts a temporary cluster of Debian's server on 127.0.0.1, as an unprivileged user, and stops it; installs nothing.
set -eu
cd "$(dirname "$0")/.."
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(readlink -f "$(command -v postgres || true)")")
[ -x "$bin/initdb" ] || {
  echo "no PostgreSQL server here: apt-get install postgresql" >&2
  exit 1
}

work=$(mktemp -d)
user=$(id -un)
as() { "$@"; }
# The server refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
  user=nobody
  chown nobody "$work"
  as() { setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups env HOME="$work" "$@"; }
fi
stop() {
  (cd "$work" && as "$bin/pg_ctl" -D "$work/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$work"
}
trap stop EXIT

port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
(
  cd "$work"
  as "$bin/initdb" -D "$work/data" -U "$user" --auth=trust --no-sync >/dev/null
  as "$bin/pg_ctl" -D "$work/data" -l "$work/log" -w -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start >/dev/null
) || { cat "$work/log" >&2; exit 1; }

export SEMBLANCE_TEST_POSTGRES="postgres://$user@127.0.0.1:$port/postgres"
npx vitest run test/privacy/budget/postgres.test.ts --reporter=verbose | tee "$work/said"
# A suite that was skipped proves nothing.
! grep -q "skipped" "$work/said"
