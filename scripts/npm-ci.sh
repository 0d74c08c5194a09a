#!/usr/bin/env bash
# npm-ci.sh DIR…: installs what each folder's lock file names, unless it is already there.
set -euo pipefail
cd "$(dirname "$0")/.."

for dir in "$@"; do
    installed=$dir/node_modules/.lock-installed
    if [[ -f $installed ]] && cmp -s "$installed" "$dir/package-lock.json"; then
        continue
    fi
    echo "$dir: npm ci"
    npm ci --prefix "$dir" --no-audit --no-fund --loglevel=error
    cp "$dir/package-lock.json" "$installed"
done
