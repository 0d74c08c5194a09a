#!/usr/bin/env bash
# generated.sh FILE…: fails when `make generate` would change one of the files. It compares with the work tree and not
# with the last commit, so that a file can be regenerated, checked and then committed.
set -euo pipefail
cd "$(dirname "$0")/.."

sum() { sha256sum "$1" 2>/dev/null || echo missing; }

declare -A before
for file in "$@"; do
    before[$file]=$(sum "$file")
done
make --no-print-directory generate

changed=()
for file in "$@"; do
    [[ -f $file && $(sum "$file") == "${before[$file]}" ]] || changed+=("$file")
done
if ((${#changed[@]})); then
    echo "not what the code generates (written anew; commit them): ${changed[*]}" >&2
    exit 1
fi
