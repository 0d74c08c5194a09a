#!/usr/bin/env bash
# fresh.sh DIR…: fails when a committed build does not belong to the sources beside it.
set -euo pipefail
cd "$(dirname "$0")/.."

stale=0
for dir in "$@"; do
    node scripts/freshness.mjs "$dir" --check || stale=1
done
exit "$stale"
