#!/usr/bin/env bash
# each.sh SCRIPT DIR…: runs an npm script in each folder, and stops at the first that fails.
set -euo pipefail
cd "$(dirname "$0")/.."

script=$1
shift
for dir in "$@"; do
    echo "$dir: npm run $script"
    npm run --silent --prefix "$dir" "$script"
done
