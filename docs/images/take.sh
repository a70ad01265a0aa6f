#!/usr/bin/env bash
# Takes chat.png, the picture of /chat in the README: starts a server on an empty folder, fills a room over the API, and opens it in Chromium.
# Needs the .NET 10 SDK, Node 20 or later, ffmpeg and Chromium ($CHROMIUM, or "chromium" on the path).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

[ -d src/Client/node_modules/playwright-core ] || npm ci --prefix src/Client --no-audit --no-fund
dotnet build src/Api -v q -nologo

ffmpeg -nostdin -v error -f lavfi -i "gradients=size=960x540:rate=25:nb_colors=4:c0=0x1e1b4b:c1=0x4f46e5:c2=0x0ea5e9:c3=0xf59e0b:seed=7:speed=0.02" \
  -f lavfi -i "sine=frequency=220" -t 14 -c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac "$work/clip.mp4"

Storage__Path=$work/data ASPNETCORE_URLS=http://127.0.0.1:0 RateLimiting__Enabled=false \
  dotnet src/Api/bin/Debug/net10.0/VideoChat.Api.dll >"$work/log" 2>&1 &
server=$!
for _ in {1..300}; do
  origin=$(sed -n 's/.*Now listening on: \(http:[^" ]*\).*/\1/p' "$work/log" | head -n 1)
  [ -n "$origin" ] && curl -fs "$origin/health/ready" >/dev/null && break
  kill -0 "$server" || { cat "$work/log" >&2; exit 1; }
  sleep 0.2
done

CHROMIUM=${CHROMIUM:-$(command -v chromium)} node docs/images/take.mjs "$origin" "$work/clip.mp4" docs/images/chat.png
