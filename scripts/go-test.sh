#!/usr/bin/env bash
# go-test.sh ARGUMENT…: `go test` with its usual output, and at the end every skipped test by name and reason.
set -euo pipefail
cd "$(dirname "$0")/.."

go test -json "$@" | node scripts/go-test.mjs
