#!/usr/bin/env bash
# language.sh: writes text/language.bin anew from the two Go modules it comes from (130 MB to fetch, a minute).
set -euo pipefail
cd "$(dirname "$0")/.."

# module PATH@VERSION: prints the folder of a module, which the product does not depend on.
module() {
	(cd / && GOFLAGS=-mod=mod go mod download -json "$1") | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'
}

go run ./eval/language "$(module github.com/pemistahl/lingua-go@v1.4.0)" "$(module github.com/blevesearch/bleve/v2@v2.6.3)" text/language.bin
