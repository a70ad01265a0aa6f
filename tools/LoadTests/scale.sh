#!/usr/bin/env bash
# Measures one, two and three machines with one PostgreSQL and one Redis, all on one host: the cost of a message at a steady rate, the
# maximum rate, also in one room, the share of the WAL and of Redis that it uses, and both maximums. A simulation extrapolates to more
# machines. Every delivery is checked. Needs the programs of PostgreSQL and Redis, which tests/run.sh installs. Takes about seven
# minutes after the build.
set -uo pipefail
tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$tree" || exit

dotnet build -c Release tools/LoadTests -v q --nologo >&2 && dotnet publish -c Release src/Api --use-current-runtime --no-self-contained -o tools/LoadTests/bin/Api -v q --nologo >&2 || exit

work=$(mktemp -d)
results=${RESULTS:-/tmp/videochat-scaling.txt}
: >"$results"
postgres= redis= watch= nodes=()

finish() {
  stop_nodes
  local pid
  [ -z "$watch" ] || kill "$watch" 2>/dev/null
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
  while port=$((RANDOM % 12000 + 20000)); do # below the range of ephemeral ports
    (: </dev/tcp/127.0.0.1/$port) 2>/dev/null || break
  done
  echo $port
}

wait_until() { # command: waits up to 30 s until it succeeds
  local i
  for i in {1..300}; do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  return 1
}

start_postgres() { # PostgreSQL refuses to run as root
  bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  [ -x "$bin/initdb" ] || give_up "PostgreSQL is missing"
  database_port=$(free_port)
  mkdir "$work/postgres" && chmod 755 "$work"
  as_postgres=()
  if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$work/postgres"
    as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)
  fi
  (cd / && "${as_postgres[@]}" "$bin/initdb" -D "$work/postgres/db" -U videochat -A trust -E UTF8 --no-locale) >"$work/postgres.log" 2>&1 ||
    give_up "initdb failed"
  "${as_postgres[@]}" "$bin/postgres" -D "$work/postgres/db" -h 127.0.0.1 -p "$database_port" -k "$work/postgres" -c max_connections=200 >>"$work/postgres.log" 2>&1 &
  postgres=$!
  wait_until "$bin/pg_isready" -q -h 127.0.0.1 -p "$database_port" || give_up "PostgreSQL did not start"
}

start_redis() {
  redis_port=$(free_port)
  redis-server --bind 127.0.0.1 --port "$redis_port" --dir "$work" --save '' --appendonly no >"$work/redis.log" 2>&1 &
  redis=$!
  wait_until redis-cli -p "$redis_port" ping || give_up "Redis did not start"
}

start_nodes() { # count
  local i port
  urls= pids=
  for ((i = 1; i <= $1; i++)); do
    port=$(free_port)
    (cd tools/LoadTests/bin/Api && exec env ASPNETCORE_ENVIRONMENT=Production RateLimiting__Enabled=false Video__Provider=None \
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
  timeout 90 dotnet tools/LoadTests/bin/Release/net10.0/VideoChat.LoadTests.dll "$@" --plain --url "$urls" --pid "$pids" \
    --database-pid "$postgres" --redis-pid "$redis"
}

sql() { "$bin/psql" -h 127.0.0.1 -p "$database_port" -U videochat -AtqF ' ' ${1:+-c "$1"} postgres; } # without an argument it reads statements from standard input

wal() { sql "SELECT pg_current_wal_lsn() - '0/0', wal_sync FROM pg_stat_wal"; } # bytes, syncs

watch_log() { # prints a line per second: time, messages, bytes and syncs of WAL, publications
  local line
  coproc { sql; } # One session for all queries, because a new session each time would add to the figures.
  while sleep 1; do
    echo "SELECT extract(epoch FROM clock_timestamp()), (SELECT coalesce(sum(last_seq), 0) FROM rooms), pg_current_wal_lsn() - '0/0', wal_sync FROM pg_stat_wal;" >&"${COPROC[1]}"
    read -r line <&"${COPROC[0]}"
    echo "$line $(redis-cli -p "$redis_port" info commandstats | sed -n 's/^cmdstat_publish:calls=\([0-9]*\).*/\1/p')"
  done
}

of_log() { # prints the cost per message and the share of the maximum WAL rate, from 1.5 s after the first message to the last second with messages
  awk -v most="$most_wal" '
    { for (i = 1; i <= 5; i++) at[NR, i] = $i }
    NR > 1 && $2 > at[NR - 1, 2] { if (!began) began = $1; last = NR - 1 }
    began && !first && $1 > began + 1.5 { first = NR }
    END {
      messages = at[last, 2] - at[first, 2]
      if (!first || messages <= 0) exit 1
      split("_ _ wal_bytes wal_syncs publications", names, " ")
      for (i = 3; i <= 5; i++) {
        printf "%s_per_second %.0f\n", names[i], (at[last, i] - at[first, i]) / (at[last, 1] - at[first, 1])
        printf "%s_each %.4f\n", names[i], (at[last, i] - at[first, i]) / messages
      }
      printf "wal_busy %.4f\n", 100 * (at[last, 3] - at[first, 3]) / (at[last, 1] - at[first, 1]) / most
    }'
}

measure() { # nodes, name, rooms, members, options: records the figures that the simulation uses
  local out
  watch_log >"$work/log.txt" &
  watch=$!
  if ! out=$(generator fanout --rooms "$3" --members "$4" "${@:5}" --warmup 2 --seconds 6); then
    unsound=yes
    echo "$out" >&2
    out=
  fi
  kill "$watch"
  wait "$watch" 2>/dev/null
  watch=
  [ -n "$out" ] && out+=$'\n'$(of_log <"$work/log.txt") || { unsound=yes; return; }
  sed "s#^#$2 $1 $3 $4 #" <<<"$out" >>"$results"
  awk -v title="$2 $3 × $4 on $1" '
    { value[$1] = $2 }
    END {
      printf "%-22s%9.0f%11.0f%7.0f%7.0f%7.0f%7.0f%9.0f%7.1f%8.3f%7.0f%8.3f%7.0f\n", title,
        value["messages_per_second"], value["deliveries_per_second"], value["p99"],
        value["server_busy"], value["database_busy"], value["redis_busy"],
        value["wal_bytes_each"], value["wal_bytes_per_second"] / 1e6, value["wal_syncs_each"], value["wal_syncs_per_second"],
        value["publications_each"], value["publications_per_second"]
    }' <<<"$out"
}

head_lines() {
  printf '%-22s%9s%11s%7s%21s%16s%15s%15s\n' '' messages deliveries p99 '% of a core of' 'bytes of WAL' 'syncs of it' publications
  printf '%-22s%9s%11s%7s%7s%7s%7s%9s%7s%8s%7s%8s%7s\n' 'load, machines' /s /s ms nodes db Redis each MB/s each /s each /s
}

commits() { # title, clients, statement
  local before after rate
  before=($(wal))
  rate=$("$bin/pgbench" -h 127.0.0.1 -p "$database_port" -U videochat -n -M prepared -c "$2" -T 3 -f <(echo "$3") postgres 2>&1 | awk '/^tps/ { print $3 }')
  after=($(wal))
  awk -v title="$1" -v rate="${rate:-0}" -v bytes=$((after[0] - before[0])) -v syncs=$((after[1] - before[1])) \
    'BEGIN { printf "%-66s%9.0f commits/s %9.0f syncs/s %8.1f MB/s\n", title, rate, syncs / 3, bytes / 3e6; exit !rate }' || unsound=yes
  most_wal=$(((after[0] - before[0]) / 3 > most_wal ? (after[0] - before[0]) / 3 : most_wal))
}

subscriber() {
  exec 3<>"/dev/tcp/127.0.0.1/$redis_port"
  echo 'SUBSCRIBE ceiling' >&3
  exec cat <&3 >/dev/null
}

are_subscribed() { [ "$(redis-cli -p "$redis_port" pubsub numsub ceiling | tail -n 1)" = "$1" ]; }

publications() { # subscribers
  local i rate subscribers=()
  for ((i = 0; i < $1; i++)); do
    subscriber &
    subscribers+=($!)
  done
  wait_until are_subscribed "$1" || unsound=yes
  rate=$(redis-benchmark -p "$redis_port" -n $((1000000 / ($1 + 2))) -c 4 -P 16 --csv publish ceiling reached:123456 | awk -F '"' 'END { print $4 }')
  are_subscribed "$1" || unsound=yes # Redis disconnects subscribers that are too slow.
  awk -v subscribers="$1" -v rate="${rate:-0}" \
    'BEGIN { printf "Redis, one channel with %3d subscribers %35.0f publications/s %9.0f deliveries/s\n", subscribers, rate, rate * subscribers; exit !rate }' || unsound=yes
  for i in "${subscribers[@]}"; do
    kill "$i"
    wait "$i" 2>/dev/null
  done
}

ceilings() { # measures the maximums of the disk, PostgreSQL and Redis without other load
  "${as_postgres[@]}" "$bin/pg_test_fsync" -s 1 -f "$work/postgres/fsync" 2>/dev/null |
    awk '/^ *fdatasync +[0-9]/ { printf "%-66s%9.0f syncs/s\n", "disk: a page of 8 kB, then fdatasync", $2; exit }'
  sql 'CREATE TABLE ceiling (n int, filling text); CREATE TABLE hot (n int); INSERT INTO hot VALUES (0)'
  commits 'PostgreSQL: a row, one client' 1 "INSERT INTO ceiling VALUES (1, '')"
  commits 'PostgreSQL: a row, 16 clients' 16 "INSERT INTO ceiling VALUES (1, '')"
  commits 'PostgreSQL: 16 clients that all change one row' 16 'UPDATE hot SET n = n + 1'
  commits 'PostgreSQL: 500 rows of 300 bytes, one client' 1 "INSERT INTO ceiling SELECT n, repeat('x', 300) FROM generate_series(1, 500) n"
  commits 'PostgreSQL: 500 rows of 300 bytes, 4 clients' 4 "INSERT INTO ceiling SELECT n, repeat('x', 300) FROM generate_series(1, 500) n"
  sql 'DROP TABLE ceiling, hot'
  sql CHECKPOINT
  local count
  for count in 0 1 2 3 10 30 100; do
    publications $count
  done
}

ratios() { # prints the ratios to one machine: of the rates reached, and of the rates that the CPU times predict
  echo 'To one machine: messages as reached, where they all share these cores; and machines × processor time of a message on one / on so many,'
  echo 'which is what they would reach with cores of their own:'
  awk '
    $5 == "messages_per_second" || $5 == "server_cpu_each" {
      load = $1 ", " $3 " × " $4
      if (!(load in seen)) { seen[load] = 1; loads[++count] = load }
      value[load, $2, $5] = $6
    }
    END {
      for (i = 1; i <= count; i++) {
        printf "  %-22s", loads[i]
        for (nodes = 2; (loads[i], nodes, "server_cpu_each") in value; nodes++) {
          reached = value[loads[i], nodes, "messages_per_second"] / value[loads[i], 1, "messages_per_second"]
          own = nodes * value[loads[i], 1, "server_cpu_each"] / value[loads[i], nodes, "server_cpu_each"]
          printf "  %d: %5s %5.2f", nodes, loads[i] ~ /^[0-9]+\/s/ ? "" : sprintf("%.2f", reached), own
        }
        print ""
      }
    }' "$results"
}

unsound= most_wal=0
start_postgres
wal >/dev/null || give_up "pg_stat_wal of this PostgreSQL has no wal_sync (18 and later)"
start_redis
ceilings
echo
head_lines
for count in 1 2 3; do
  start_nodes $count
  # Warm up first, so that the figures exclude the JIT compiler.
  generator fanout --rooms 100 --members 10 --senders 2 --warmup 0 --seconds 12 >/dev/null || unsound=yes
  measure $count flat-out 10 5 --senders 5 --window 64
  measure $count flat-out 1 200 --senders 4
  measure $count hot-room 1 6 --senders 6 --window 128
  measure $count 200/s 100 10 --senders 2 --rate 200
  measure $count 800/s 100 10 --senders 2 --rate 800
  measure $count 300/s 100 30 --senders 2 --rate 300
  measure $count 100/s 10 200 --senders 2 --rate 100
  stop_nodes
done

echo
ratios
echo
dotnet tools/LoadTests/bin/Release/net10.0/VideoChat.LoadTests.dll simulate --results "$results"
status=$?
echo
echo "$(date -u +%F), ${SECONDS} s, $(nproc) cores; figures: $results"
[ -z "$unsound" ] || give_up "a message was lost, duplicated or out of order, or a measurement failed"
exit $status
