#!/usr/bin/env bash
# step.sh NAME COMMAND…: runs one step of `make check`, says how long it took, and when it fails says what failed and
# how to run it alone.
set -uo pipefail

name=$1
shift
printf '\n== %s\n' "$name"
started=$SECONDS
"$@"
code=$?
took=$((SECONDS - started))
if ((code != 0)); then
    printf '\n== FAILED: %s, after %d s (exit code %d). Again: %s\n' "$name" "$took" "$code" "$*" >&2
    exit "$code"
fi
printf '== %s: %d s\n' "$name" "$took"
