#!/usr/bin/env bash
# One, two and three machines on one PostgreSQL and one Redis, all on this one: what a message costs each of them at a steady
# pace, what they reach flat out, and what that means for more machines (the simulation). Every delivery is checked. Needs
# PostgreSQL's and Redis's programs (tests/run.sh installs them). Measures for about four minutes once it is built.
set -uo pipefail
tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$tree" || exit

dotnet build -c Release tests/LoadTests -v q --nologo >&2 && dotnet publish -c Release src/Api --use-current-runtime --no-self-contained -o tests/LoadTests/bin/Api -v q --nologo >&2 || exit

work=$(mktemp -d)
results=${RESULTS:-/tmp/videochat-scaling.txt}
: >"$results"
postgres= redis= nodes=()

finish() {
  stop_nodes
  local pid
  for pid in $postgres $redis; do
    kill -INT "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  done
  rm -rf "$work"
}
trap finish EXIT
trap 'echo "scale.sh: broken off" >&2; exit 1' INT TERM

give_up() {
  echo "scale.sh: $*" >&2
  exit 1
}

free_port() {
  local port
  while port=$((RANDOM % 12000 + 20000)); do # below those that the system gives to who connects
    (: </dev/tcp/127.0.0.1/$port) 2>/dev/null || break
  done
  echo $port
}

wait_until() { # command: true within 30 s
  local i
  for i in {1..300}; do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  return 1
}

start_postgres() { # PostgreSQL refuses to run as root
  local bin user=()
  bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  [ -x "$bin/initdb" ] || give_up "PostgreSQL is missing"
  database_port=$(free_port)
  mkdir "$work/postgres" && chmod 755 "$work"
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$work/postgres"
    user=(setpriv --reuid=postgres --regid=postgres --init-groups)
  fi
  (cd / && "${user[@]}" "$bin/initdb" -D "$work/postgres/db" -U videochat -A trust -E UTF8 --no-locale) >"$work/postgres.log" 2>&1 ||
    give_up "initdb failed"
  "${user[@]}" "$bin/postgres" -D "$work/postgres/db" -h 127.0.0.1 -p "$database_port" -k "$work/postgres" -c max_connections=200 >>"$work/postgres.log" 2>&1 &
  postgres=$!
  wait_until "$bin/pg_isready" -q -h 127.0.0.1 -p "$database_port" || give_up "PostgreSQL did not start"
}

start_redis() {
  redis_port=$(free_port)
  redis-server --bind 127.0.0.1 --port "$redis_port" --dir "$work" --save '' --appendonly no >"$work/redis.log" 2>&1 &
  redis=$!
  wait_until redis-cli -p "$redis_port" ping || give_up "Redis did not start"
}

start_nodes() { # how many
  local i port
  urls= pids=
  for ((i = 1; i <= $1; i++)); do
    port=$(free_port)
    (cd tests/LoadTests/bin/Api && exec env ASPNETCORE_ENVIRONMENT=Production RateLimiting__Enabled=false Video__Provider=None \
      Storage__Path="$work/node$i" Database__Provider=Postgres Backplane__Provider=Redis \
      ConnectionStrings__Default="Host=127.0.0.1;Port=$database_port;Username=videochat;Database=postgres" \
      ConnectionStrings__Redis="127.0.0.1:$redis_port" \
      dotnet VideoChat.Api.dll --urls "http://127.0.0.1:$port") >>"$work/node$i.log" 2>&1 &
    nodes+=($!)
    urls+=${urls:+,}http://127.0.0.1:$port
    pids+=${pids:+,}${nodes[-1]}
    wait_until curl -sf "http://127.0.0.1:$port/health/ready" || { tail -n 20 "$work/node$i.log" >&2; give_up "a machine did not start"; }
  done
}

stop_nodes() {
  local pid
  for pid in "${nodes[@]}"; do
    kill "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  done
  nodes=()
}

generator() { # command, options
  timeout 90 dotnet tests/LoadTests/bin/Release/net10.0/VideoChat.LoadTests.dll "$@" --plain --url "$urls" --pid "$pids" \
    --database-pid "$postgres" --redis-pid "$redis"
}

measure() { # nodes, name, rooms, members, options: what the simulation learns from
  local out
  out=$(generator fanout --rooms "$3" --members "$4" "${@:5}" --warmup 2 --seconds 5) || { unsound=yes; return; }
  sed "s#^#$2 $1 $3 $4 #" <<<"$out" >>"$results"
  printf '%-34s%s\n' "$1 node(s), $3 rooms × $4, $2" "$(grep -E '^(messages_per_second|deliveries_per_second|p99|server_busy|database_busy|redis_busy) ' <<<"$out" |
    awk '{ printf "%s %.0f  ", $1, $2 }')"
}

unsound=
start_postgres
start_redis
for count in 1 2 3; do
  start_nodes $count
  # Warm first: what is measured is not to be the compiler.
  generator fanout --rooms 100 --members 10 --senders 2 --warmup 0 --seconds 12 >/dev/null || unsound=yes
  measure $count flat-out 10 5 --senders 5 --window 64
  measure $count flat-out 1 200 --senders 4
  measure $count 200/s 100 10 --senders 2 --rate 200
  measure $count 800/s 100 10 --senders 2 --rate 800
  measure $count 300/s 100 30 --senders 2 --rate 300
  measure $count 100/s 10 200 --senders 2 --rate 100
  stop_nodes
done

echo
dotnet tests/LoadTests/bin/Release/net10.0/VideoChat.LoadTests.dll simulate --results "$results"
status=$?
echo
echo "$(date -u +%F), ${SECONDS} s, $(nproc) cores; figures: $results"
[ -z "$unsound" ] || give_up "something was lost, doubled, out of order or could not be measured"
exit $status
