#!/usr/bin/env bash
# step.sh NAME COMMAND…: runs one step of `make check`, says how long it took, and when it fails says what failed and
# how to run it alone. What the step leaves in its temporary folder goes with it, even where tests were cut off.
set -uo pipefail

name=$1
shift
printf '\n== %s\n' "$name"
started=$SECONDS
TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/step-XXXX") || exit # short: a socket's path has at most 107 bytes
export TMPDIR
trap 'chmod -R u+w "$TMPDIR" && rm -rf "$TMPDIR"' EXIT
trap 'exit 130' INT TERM
"$@"
code=$?
took=$((SECONDS - started))
if ((code != 0)); then
    printf '\n== FAILED: %s, after %d s (exit code %d). Again: %s\n' "$name" "$took" "$code" "$*" >&2
    exit "$code"
fi
printf '== %s: %d s\n' "$name" "$took"
