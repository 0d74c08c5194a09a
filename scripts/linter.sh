#!/usr/bin/env bash
# linter.sh VERSION: builds golangci-lint into .tools/bin, unless that version is there.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$1
lint=.tools/bin/golangci-lint
if [[ -x $lint && $("$lint" version --short) == "$version" ]]; then
    exit
fi
echo "building golangci-lint $version: about four minutes on two cores, once"
GOBIN=$PWD/.tools/bin GOFLAGS='' go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$version"
