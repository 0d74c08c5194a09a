#!/usr/bin/env bash
# fuzz.sh TIME PACKAGE…: runs every fuzz target of the packages for TIME each, and stops at the first that finds
# something. (`go test` itself only replays what was found before, and fuzzes one target at a time.) Inputs are kept
# as they were found: making one smaller may take a minute in which nothing is searched, and FuzzAgree shrinks its own.
set -euo pipefail
cd "$(dirname "$0")/.."

time=$1
shift
mapfile -t dirs < <(go list -f '{{.Dir}}' "$@")
for dir in "${dirs[@]}"; do
    mapfile -t targets < <(sed -nE 's/^func (Fuzz\w+).*/\1/p' "$dir"/*_test.go 2>/dev/null)
    for target in "${targets[@]}"; do
        echo "== ${dir#"$PWD"/} $target"
        go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 1x "$dir"
    done
done
