#!/usr/bin/env bash
# generated.sh FILE…: fails when `make generate` would change one of the files. It compares with the work tree and not
# with the last commit, so that a file can be regenerated, checked and then committed.
set -euo pipefail
cd "$(dirname "$0")/.."

sums() { for file in "$@"; do sha256sum "$file" 2>/dev/null || echo "missing  $file"; done; }

before=$(sums "$@")
make --no-print-directory generate
changed=$(diff <(echo "$before") <(sums "$@") | sed -n 's/^> [^ ]*  //p')
if [[ -n $changed ]]; then
    printf 'not what the code generates (now regenerated; commit them):\n%s\n' "$changed" >&2
    exit 1
fi
