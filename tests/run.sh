#!/usr/bin/env bash
# Runs the whole test suite, from any directory: audits the packages, checks the format, starts a separate PostgreSQL and Redis, runs
# every test, and stops the servers. Prints the seconds of each stage and the 20 slowest fixtures. The last line is "N passed, N failed,
# N skipped". Fails if a test fails or is skipped, if none runs, or if the run is aborted. Installs missing programs, which needs root on
# Debian or Ubuntu.
#
#   tests/run.sh              the gate
#   tests/run.sh --all        the gate, a soak of ten minutes, outages of half a minute, and the tests of the category Long
#   tests/run.sh --filter …   arguments go to dotnet test
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

hang=10m # a test that takes longer is stopped
if [ "${1:-}" = --all ]; then
  shift
  hang=20m
  export VIDEOCHAT_TESTS=all VIDEOCHAT_SOAK_SECONDS=600 VIDEOCHAT_CLUSTER_OUTAGE=30
fi

work=$(mktemp -d)
results=$work/results
stages=() # the seconds and the name of each completed stage
stage= stage_began=
postgres_pid=
redis_pid=
background=() # background jobs: a name and a process id each

cleanup() {
  local pid job
  for job in "${background[@]}"; do
    kill "${job##* }" 2>/dev/null
    wait "${job##* }" 2>/dev/null
  done
  for pid in $postgres_pid $redis_pid; do
    kill -INT "$pid" 2>/dev/null # requests a fast shutdown of PostgreSQL
    wait "$pid" 2>/dev/null
  done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

begin_stage() { # name; ends the previous stage
  [ -z "$stage" ] || stages+=("$((SECONDS - stage_began)) $stage")
  stage=${1:-} stage_began=$SECONDS
}

print_times() {
  local line
  echo "Seconds of each stage, $SECONDS in all:"
  for line in "${stages[@]}"; do printf '%7d  %s\n' "${line%% *}" "${line#* }"; done
  [ -d "$results" ] || return 0
  python3 - "$results" <<'PY'
import collections, pathlib, sys, xml.etree.ElementTree as xml


def seconds(text):
    hours, minutes, rest = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


fixtures = collections.Counter()
for file in pathlib.Path(sys.argv[1]).glob("*.trx"):
    root = xml.parse(file)
    names = {test.get("id"): test.find("{*}TestMethod").get("className") for test in root.iterfind(".//{*}UnitTest")}
    for result in root.iterfind(".//{*}UnitTestResult"):
        fixtures[names[result.get("testId")]] += seconds(result.get("duration", "0:0:0"))
print("Seconds of the slowest fixtures, the sum of their tests:")
for name, time in fixtures.most_common(20):
    print(f"{time:7.0f}  {name}")
PY
}

# Ends the run with the last line and the verdict.
finish() {
  begin_stage
  print_times
  local total=0 executed=0 passed=0 counters
  for trx in "$results"/*.trx; do
    [ -e "$trx" ] || continue
    counters=$(grep -o '<Counters [^>]*>' "$trx")
    total=$((total + $(attribute total "$counters")))
    executed=$((executed + $(attribute executed "$counters")))
    passed=$((passed + $(attribute passed "$counters")))
  done
  # notExecuted is always 0 in these files, even if tests were skipped.
  local failed=$((executed - passed)) skipped=$((total - executed))
  { [ "$1" -eq 0 ] && [ "$passed" -eq "$total" ]; } || name_others
  [ "$1" -eq 0 ] || echo "tests/run.sh: $2 failed" >&2
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$1" -eq 0 ] && [ "$passed" -gt 0 ] && [ "$failed" -eq 0 ] && [ "$skipped" -eq 0 ]
  exit
}

# Prints the tests that did not pass with their messages, and other errors, because the original output may be far above.
name_others() {
  [ -d "$results" ] || return 0
  python3 - "$results" <<'PY'
import pathlib, sys, xml.etree.ElementTree as xml


def tell(title, reason):
    print(title + "\n    " + reason.strip()[:2000].replace("\n", "\n    "))


for file in sorted(pathlib.Path(sys.argv[1]).glob("*.trx")):
    root = xml.parse(file)
    for result in root.iterfind(".//{*}UnitTestResult"):
        if result.get("outcome") != "Passed":
            tell(result.get("outcome") + ": " + result.get("testName"), result.findtext(".//{*}Message") or "")
    for info in root.iterfind(".//{*}RunInfo[@outcome='Error']"):
        tell("Error: " + file.stem, info.findtext("{*}Text") or "")
PY
}

attribute() { # name, element
  sed -E "s/.* $1=\"([0-9]+)\".*/\1/" <<<"$2"
}

free_port() {
  local port
  while port=$((RANDOM % 12000 + 20000)); do # below the range of ephemeral ports
    (: </dev/tcp/127.0.0.1/$port) 2>/dev/null || break
  done
  echo $port
}

postgres_bin() { # prints the folder of the newest PostgreSQL server, or nothing if there is none
  find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1
}

as_postgres() { # PostgreSQL refuses to run as root
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

install_missing() {
  local missing=()
  [ -x "$(postgres_bin)/initdb" ] || missing+=(postgresql)
  command -v redis-server >/dev/null || missing+=(redis-server)
  command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null || missing+=(ffmpeg)
  command -v node >/dev/null && command -v npm >/dev/null || missing+=(nodejs npm)
  command -v chromium >/dev/null || missing+=(chromium)
  command -v python3 >/dev/null || missing+=(python3)
  command -v curl >/dev/null || missing+=(curl)
  command -v nginx >/dev/null || missing+=(nginx-light)
  command -v promtool >/dev/null || missing+=(prometheus)
  [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
  [ ${#missing[@]} -gt 0 ] || return 0

  echo "Installing ${missing[*]}"
  # Without this policy Debian starts the installed services, which this script starts separately.
  local policy=/usr/sbin/policy-rc.d ours=
  [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy && ours=yes; }
  apt-get update -qq -o DPkg::Lock::Timeout=300 &&
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 \
      "${missing[@]}" >"$work/apt.log" 2>&1
  local status=$?
  [ -z "$ours" ] || rm -f $policy
  [ $status -eq 0 ] || tail -n 20 "$work/apt.log" >&2
  return $status
}

start_postgres() {
  local bin port data=$work/postgres
  bin=$(postgres_bin)
  port=$(free_port)
  mkdir "$data" && chmod 755 "$work" || return
  [ "$(id -u)" -ne 0 ] || chown postgres "$data"
  (cd / && as_postgres "$bin/initdb" -D "$data/db" -U videochat -A trust -E UTF8 --no-locale) >"$data.log" 2>&1 || return
  # With setpriv the recorded pid is that of the server; runuser would start a child process.
  local user=()
  [ "$(id -u)" -ne 0 ] || user=(setpriv --reuid=postgres --regid=postgres --init-groups)
  "${user[@]}" "$bin/postgres" -D "$data/db" -h 127.0.0.1 -p "$port" -k "$data" -c max_connections=200 >>"$data.log" 2>&1 &
  postgres_pid=$!
  wait_until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" || { tail -n 20 "$data.log" >&2; return 1; }
  export VIDEOCHAT_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=videochat;Database=postgres"
}

start_redis() {
  local port
  port=$(free_port)
  redis-server --bind 127.0.0.1 --port "$port" --dir "$work" --save '' --appendonly no >"$work/redis.log" 2>&1 &
  redis_pid=$!
  wait_until redis-cli -p "$port" ping || { tail -n 20 "$work/redis.log" >&2; return 1; }
  export VIDEOCHAT_TEST_REDIS="127.0.0.1:$port"
}

beside() { # name, command: runs it in the background until join
  local name=$1
  shift
  "$@" >"$work/beside-${#background[@]}.log" 2>&1 &
  background+=("$name $!")
}

join() { # waits for the background jobs, prints their output, and ends the run if one failed
  local i
  for i in "${!background[@]}"; do
    wait "${background[i]##* }" || { cat "$work/beside-$i.log" >&2; finish 1 "${background[i]% *}"; }
    cat "$work/beside-$i.log"
  done
  background=()
}

wait_until() { # command: waits up to 30 s until it succeeds
  local i
  for i in {1..300}; do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  return 1
}

audit() { # fails if a package has a known vulnerability; only warns if no advisories are available
  local status log=$work/audit.log
  timeout 180 dotnet list VideoChat.sln package --no-restore --vulnerable --include-transitive >"$log" 2>&1
  status=$?
  # Each row of a vulnerable package names its advisory. The accepted ones are those that the restore accepts.
  if grep -E '^ +> ' "$log" | grep -vFf <(grep -o 'https://github.com/advisories/[^"]*' Directory.Packages.props) >&2; then
    cat "$log" >&2
    return 1
  fi
  # A source without advisories reports no vulnerability for any package.
  if [ $status -ne 0 ] || grep -qE 'NU19[0-9]{2}|^(error|warn)' "$log" || ! has_advisories; then
    echo "**** WARNING: the packages were NOT audited: no source with advisories could be reached. ****" >&2
    [ $status -eq 0 ] || tail -n 3 "$log" >&2
  fi
  return 0
}

audit_web() { # audits the libraries that the web client loads
  local log=$work/audit-web.json
  timeout 180 npm audit --prefix src/Api/Web --omit=dev --json >"$log" 2>&1 && return
  if grep -q '"auditReportVersion"' "$log"; then
    cat "$log" >&2
    return 1
  fi
  echo "**** WARNING: what the web client loads was NOT audited: no registry with advisories could be reached. ****" >&2
  tail -n 3 "$log" >&2
}

has_advisories() { # whether a package source provides advisories
  local url
  for url in $(dotnet nuget list source --format short | sed -n 's/^E \(http[^ ]*\).*/\1/p'); do
    if curl -fsSL -m 20 "$url" 2>/dev/null | grep -q VulnerabilityInfo; then return 0; fi
  done
  return 1
}

begin_stage "installing and starting servers"
install_missing || finish 1 "installing"
start_postgres || finish 1 "starting PostgreSQL"
start_redis || finish 1 "starting Redis"

begin_stage "restoring and building"
# Downloads run beside the compiler.
for folder in src/Client tests/Deployment tests/Documents tests/Generators; do
  beside "npm ci in $folder" npm ci --prefix $folder --no-audit --no-fund
done
dotnet restore VideoChat.sln || finish 1 "dotnet restore"
(cd tests/Generators && dotnet tool restore && dotnet restore) || finish 1 "restoring the generators"
beside "the audit of the packages" audit
beside "the audit of what the web client loads" audit_web
dotnet build VideoChat.sln --no-restore || finish 1 "dotnet build"
join

# Tests start hundreds of servers. Ahead-of-time compilation saves a second of CPU time per start.
publish() {
  dotnet publish src/Api -c Debug --use-current-runtime --no-self-contained -o "$work/api" -v q ||
    echo "tests/run.sh: the server cannot be compiled ahead here; it is tested as built" >&2
}

run_tests() { # name of the project's folder, more arguments: writes a separate results file, and aborts and names a test that hangs
  local name=$1
  shift
  dotnet test "tests/$name" "$@" --no-build --blame-hang-timeout $hang --blame-hang-dump-type none \
    --logger "trx;LogFileName=$name.trx" --results-directory "$results" || touch "$work/failed"
}

# The tests that start no server run beside the compiler and the format check.
beside "dotnet publish" publish
beside "dotnet format" dotnet format VideoChat.sln --no-restore --verify-no-changes
server=(Docs.FunctionalTests Web.FunctionalTests Api.FunctionalTests System)
for project in tests/*/*.csproj; do
  name=$(basename "$(dirname "$project")")
  if [[ " ${server[*]} " != *" $name "* ]]; then
    begin_stage "$name"
    run_tests "$name" "$@"
  fi
done
begin_stage "compiling the server and checking the format"
join
[ ! -e "$work/api/VideoChat.Api.dll" ] || export VIDEOCHAT_TEST_API=$work/api/VideoChat.Api.dll

# The tests of the chat page mostly wait, so they run beside those of the documentation.
begin_stage "${server[0]} and ${server[1]}"
beside "${server[0]}" run_tests "${server[0]}" "$@"
run_tests "${server[1]}" "$@"
join
for name in "${server[@]:2}"; do
  begin_stage "$name"
  run_tests "$name" "$@"
done
[ ! -e "$work/failed" ]
finish $? "dotnet test"
