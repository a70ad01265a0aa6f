#!/usr/bin/env bash
# Compares VideoChat with other servers, one after the other. Each server is a process on a free port of 127.0.0.1, with a
# temporary folder, pinned to one core; the generator is pinned to another. Prints whether each goal is met. The last line
# names the file with the figures. Measures for at most ten minutes. Exits with 0 if all goals are met.
#
#   tools/LoadTests/compare.sh              everything
#   tools/LoadTests/compare.sh 'fanout|p99' scenarios that match: fanout, intake, latency, idle, http, storms, cost
set -uo pipefail
only=${1:-.}
tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
server_core=${SERVER_CORE:-0} generator_core=${GENERATOR_CORE:-1}

build() {
  cd "$tree" || return
  local project
  for project in tools/LoadTests tools/LoadTests/Rivals; do
    dotnet build -c Release "$project" -v q --nologo || return
  done
  dotnet publish -c Release src/Api --use-current-runtime --no-self-contained -o tools/LoadTests/bin/Api -v q --nologo || return
  npm ci --prefix tools/LoadTests/Rivals/SocketIo --silent
}

# The time is counted from the end of the build.
if [ -z "${COMPARE_STARTED:-}" ]; then
  build >&2 || exit 1
  COMPARE_STARTED=1 exec timeout --foreground --kill-after=10 590 "${BASH_SOURCE[0]}" "$@"
fi

work=$(mktemp -d)
results=${RESULTS:-/tmp/videochat-comparison.txt}
: >"$results"
pid= url= server= folder=

stop() {
  [ -n "$pid" ] || return 0
  kill "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  pid=
}

finish() {
  stop
  rm -rf "$work"
}
trap finish EXIT
trap 'echo "compare.sh: broken off" >&2; exit 1' INT TERM

free_port() {
  local port
  while port=$((RANDOM % 12000 + 20000)); do # below the range of ephemeral ports
    (: </dev/tcp/127.0.0.1/$port) 2>/dev/null || break
  done
  echo $port
}

start() { # name [setting=value ...]: starts a server and waits until it is ready
  local port i
  server=$1
  shift
  port=$(free_port)
  url=http://127.0.0.1:$port
  folder=$work/$server
  mkdir -p "$folder"
  local command
  case $server in
    videochat) command=(dotnet VideoChat.Api.dll --urls "$url") ;;
    socketio) command=(node "$tree/tools/LoadTests/Rivals/SocketIo/server.js" "$port") ;;
    *) command=(dotnet "$tree/tools/LoadTests/Rivals/bin/Release/net10.0/VideoChat.Rivals.dll" "$server" --urls "$url") ;;
  esac
  cd "$tree/tools/LoadTests/bin/Api" || exit 1 # the folder of the server's settings
  env "$@" ASPNETCORE_ENVIRONMENT=Production RateLimiting__Enabled=false Storage__Path="$folder" \
    taskset -c "$server_core" "${command[@]}" >>"$folder/log" 2>&1 &
  pid=$!
  for ((i = 0; i < 150; i++)); do
    curl -sf -o /dev/null "$url/health/ready" && return
    sleep 0.1
  done
  tail -n 20 "$folder/log" >&2
  echo "compare.sh: $server did not start" >&2
  exit 1
}

generator() {
  timeout 90 taskset -c "$generator_core" \
    dotnet "$tree/tools/LoadTests/bin/Release/net10.0/VideoChat.LoadTests.dll" "$@"
}

measure() { # scenario, command, options: records the generator's figures for the running server
  local scenario=$1 command=$2 out status
  shift 2
  out=$(generator "$command" --plain --url "$url" --pid "$pid" "$@")
  status=$?
  sed "s/^/$server $scenario /" <<<"$out" >>"$results"
  printf '%-16s%-18s%s\n' "$server" "$scenario" "$(head -n 2 <<<"$out" | tr '\n' ' ')"
  # Another server may reorder messages, which is part of the comparison. VideoChat may not.
  [ $status -eq 0 ] || [ $status -eq 1 -a "$server" != videochat ] || unsound=yes
}

warm() { # path: on one core it takes a while until the hot methods are compiled with optimizations
  generator http --url "$url" --path "$1" --warmup 0 --seconds 12 --plain >/dev/null || unsound=yes
}

figure() { # server, scenario, key
  awk -v s="$1" -v c="$2" -v k="$3" '$1 == s && $2 == c && $3 == k { print $4 }' "$results"
}

wanted() { grep -qE "$only" <<<"$1"; }

dialect() { # server: prints its dialect
  case $1 in
    videochat) echo videochat ;;
    socketio) echo socketio ;;
    signalr*) echo signalr ;;
    *) echo bare ;;
  esac
}

unsound=
short=(--warmup 2 --seconds 4)
requests=(--warmup 4 --seconds 4)

if wanted latency || wanted intake; then
  taskset -c "$server_core" dotnet "$tree/tools/LoadTests/Rivals/bin/Release/net10.0/VideoChat.Rivals.dll" commit \
    --Storage:Path "$work/disk" | sed 's/^/disk commit /' >>"$results"
fi

for name in floor videochat durable-floor socketio signalr signalr-ef; do
  wanted fanout || wanted intake || wanted latency || continue
  start $name
  to=(--dialect "$(dialect $name)" "${short[@]}")
  if wanted fanout || wanted latency; then # warms up: the hot methods must be compiled with optimizations
    measure fanout-1x200-4 fanout --members 200 --senders 4 "${to[@]}" --warmup 6
  fi
  if wanted fanout; then
    measure fanout-1x200-32 fanout --members 200 --senders 32 "${to[@]}"
    measure fanout-1x1000-1 fanout --members 1000 --senders 1 "${to[@]}"
    measure fanout-100x10-1 fanout --rooms 100 --members 10 --senders 1 "${to[@]}"
  fi
  if wanted intake && [[ $name =~ ^(videochat|durable-floor|signalr-ef)$ ]]; then
    measure intake-1x1 intake --window 256 "${to[@]}"
    measure intake-10x5 intake --rooms 10 --members 5 --window 64 "${to[@]}"
  fi
  stop
done

if wanted latency; then # at the same rate for both: half of VideoChat's maximum
  rate=$(awk -v r="$(figure videochat fanout-1x200-4 messages_per_second)" 'BEGIN { print int(r / 2) }')
  for name in floor videochat; do
    start $name
    measure latency fanout --members 200 --senders 4 --rate "$rate" --dialect "$(dialect $name)" --warmup 8 --seconds 4
    stop
  done
fi

if wanted idle; then # a small generation 0, so that the figure contains live objects and little garbage
  for name in floor videochat signalr socketio; do
    start $name DOTNET_GCgen0size=0x400000
    measure idle idle --connections 5000 --seconds 3 --dialect "$(dialect $name)"
    stop
  done
fi

if wanted storms; then
  start videochat
  measure reconnect reconnect
  measure upload upload
  measure joins joins
  stop
fi

seed() { # options
  stop
  generator seed --database "$folder/videochat.db" "$@" --plain >/dev/null || exit 1
  start videochat
}

paced=(fanout --members 200 --senders 4 --rate 200 --warmup 12 --seconds 4)
room() { printf '00000000-0000-7000-8000-%012d' "$1"; } # prints the id of the room with this number of messages

if wanted cost; then
  start videochat
  measure cost-base "${paced[@]}"
  seed --rooms 10000
  measure cost-rooms "${paced[@]}"
fi
if wanted http || wanted cost; then
  [ -n "$pid" ] || start videochat
  seed --messages 1000 --room "$(room 1000)"
  seed --messages 100000 --room "$(room 100000)"
  seed --messages 1000000 --room "$(room 1000000)"
fi
if wanted http; then
  warm "/rooms/$(room 100000)/messages?limit=50"
  for count in 1000 100000 1000000; do
    measure messages-$count http --path "/rooms/$(room $count)/messages?limit=50" "${requests[@]}"
  done
  measure room http --path "/rooms/$(room 1000)" "${requests[@]}"
  measure root http --path / "${requests[@]}"
  measure users http --path /users --post '{"username":"load"}' "${requests[@]}"
  measure rooms http --path /rooms --post '{"name":"load"}' "${requests[@]}"
fi
if wanted cost; then
  measure cost-messages "${paced[@]}"
  # Longer than the measurement beside them, because disconnects also cost time.
  generator idle --url "$url" --connections 5000 --seconds 22 >"$work/idle" 2>&1 &
  idle=$!
  until [ "$(curl -s "$url/health" | sed 's/.*"connections":\([0-9]*\).*/\1/')" -ge 5500 ] || ! kill -0 $idle 2>/dev/null; do
    sleep 0.2
  done
  measure cost-connections "${paced[@]}"
  wait $idle || unsound=yes
fi
stop

if wanted http; then
  start signalr-ef
  warm "/rooms/00000000-0000-7000-8000-000000000001/messages?limit=50"
  measure messages-1000 http --path "/rooms/00000000-0000-7000-8000-000000000001/messages?limit=50" "${requests[@]}"
  measure users http --path /users --post '{"username":"load"}' "${requests[@]}"
  measure rooms http --path /rooms --post '{"name":"load"}' "${requests[@]}"
  stop
fi

echo
generator verdict --results "$results"
status=$?
echo
echo "$(date -u +%F), ${SECONDS} s, $(nproc) cores; figures: $results"
[ -z "$unsound" ] || { echo "compare.sh: a message was lost, duplicated or out of order, or a measurement failed" >&2; exit 1; }
exit $status
