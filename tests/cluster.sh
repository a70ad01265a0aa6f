#!/usr/bin/env bash
# Tests failures in a cluster: three processes, PostgreSQL, Redis and nginx on one machine, with the settings files of
# docker-compose.yml. Each outage lasts two seconds, or thirty with --long. The short form is part of tests/run.sh.
set -uo pipefail
if [ "${1:-}" = --long ]; then
  export VIDEOCHAT_CLUSTER_OUTAGE=30
fi
exec "$(dirname "${BASH_SOURCE[0]}")/run.sh" --filter TestCategory=Cluster --logger "console;verbosity=detailed"
