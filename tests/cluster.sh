#!/usr/bin/env bash
# Several machines and what may break: three processes, PostgreSQL, Redis and nginx on this machine, with the settings files
# of docker-compose.yml. What is broken stays broken for two seconds, with --long for thirty. Part of tests/run.sh, short.
set -uo pipefail
if [ "${1:-}" = --long ]; then
  export VIDEOCHAT_CLUSTER_OUTAGE=30
fi
exec "$(dirname "${BASH_SOURCE[0]}")/run.sh" --filter TestCategory=Cluster --logger "console;verbosity=detailed"
