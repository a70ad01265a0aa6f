#!/usr/bin/env bash
# Compares the speed of two builds. Each is published in Release and started in turn: old, new, new, old, old, new … Every pair
# gives a ratio, so that a drift of the machine cancels out. Fails if the 95 % interval of a median ratio, of throughput or of
# CPU per operation, lies wholly beyond 3 %. Takes about a minute a pair.
#
#   tools/LoadTests/pairs.sh REVISION             the working tree against a revision
#   tools/LoadTests/pairs.sh REVISION 'fanout'    scenarios that match: fanout, rooms, users, page
#   PAIRS=9 TOLERANCE=3                           pairs (at least 7); per cent
set -euo pipefail
revision=${1:?usage: pairs.sh REVISION [SCENARIOS]}
only=${2:-.}
pairs=${PAIRS:-7}
tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
server_core=${SERVER_CORE:-0} generator_core=${GENERATOR_CORE:-1}
work=$(mktemp -d)
results=${RESULTS:-/tmp/videochat-pairs.txt}
pid= url=

stop() {
  [ -n "$pid" ] || return 0
  kill "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  pid=
}

finish() {
  stop
  git -C "$tree" worktree remove --force "$work/tree" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'echo "pairs.sh: interrupted" >&2; exit 1' INT TERM

publish() { # source tree, folder
  dotnet publish -c Release "$1/src/Api" --use-current-runtime --no-self-contained -o "$2" -v q --nologo
}

free_port() {
  local port
  while port=$((RANDOM % 12000 + 20000)); do # below the range of ephemeral ports
    (: </dev/tcp/127.0.0.1/$port) 2>/dev/null || break
  done
  echo $port
}

start() { # build
  local folder=$work/data i
  rm -rf "$folder"
  mkdir "$folder"
  url=http://127.0.0.1:$(free_port)
  cd "$work/$1"
  ASPNETCORE_ENVIRONMENT=Production RateLimiting__Enabled=false Storage__Path=$folder \
    taskset -c "$server_core" dotnet VideoChat.Api.dll --urls "$url" >"$work/log" 2>&1 &
  pid=$!
  for ((i = 0; i < 300; i++)); do
    if curl -sf -o /dev/null "$url/health/ready"; then return; fi
    sleep 0.1
  done
  tail -n 20 "$work/log" >&2
  echo "pairs.sh: the server did not start" >&2
  exit 1
}

generator() {
  timeout 90 taskset -c "$generator_core" dotnet "$tree/tools/LoadTests/bin/Release/net10.0/VideoChat.LoadTests.dll" "$@"
}

measure() { # server, scenario, command and options
  local server=$1 scenario=$2
  shift 2
  if grep -qE "$only" <<<"$scenario"; then
    generator "$@" --plain --url "$url" --pid "$pid" | sed "s/^/$server $scenario /" >>"$results"
  fi
}

post() { # path, body
  curl -sf "$url$1" -H 'Content-Type: application/json' -d "$2"
}

id_of() {
  grep -oE '"id":"[^"]+"' | cut -d '"' -f 4
}

room_with_messages() { # prints the id of a new room with 60 messages
  local user room i
  user=$(post /users '{"username":"ada"}' | id_of)
  room=$(post /rooms '{"name":"page"}' | id_of)
  for i in {1..60}; do
    post "/rooms/$room/messages" "{\"user_id\":\"$user\",\"content\":\"message $i of a page\"}" >/dev/null
  done
  echo "$room"
}

run() { # build, pair
  start "$1"
  measure "$1-$2" fanout fanout --members 200 --senders 4 --warmup 6 --seconds 6
  measure "$1-$2" rooms fanout --rooms 100 --members 10 --senders 1 --warmup 2 --seconds 4
  measure "$1-$2" users http --path /users --post '{"username":"load"}' --warmup 4 --seconds 4
  measure "$1-$2" page http --path "/rooms/$(room_with_messages)/messages?limit=50" --warmup 4 --seconds 4
  stop
}

git -C "$tree" worktree add --quiet --detach "$work/tree" "$revision"
publish "$work/tree" "$work/old"
publish "$tree" "$work/new"
dotnet build -c Release "$tree/tools/LoadTests" -v q --nologo

: >"$results"
for ((pair = 1; pair <= pairs; pair++)); do
  if ((pair % 2)); then order=(old new); else order=(new old); fi
  for build in "${order[@]}"; do run "$build" $pair; done
  echo "pair $pair of $pairs" >&2
done
generator pairs --results "$results" --tolerance "${TOLERANCE:-3}"
