#!/usr/bin/env bash
# tools.sh LINT_VERSION: makes sure that everything `make check` needs is here. What is missing it installs, as root
# on Debian; elsewhere it says what to install.
set -euo pipefail
cd "$(dirname "$0")/.."

# Only the machine's owner chooses a compiler or a Node: these are named, not installed.
need() {
    local command=$1 what=$2
    command -v "$command" >/dev/null || { echo "cannot find $command: install $what" >&2; exit 1; }
}

node_major() { node --version | sed 's/^v\([0-9]*\).*/\1/'; }

# packages COMMAND PACKAGE…: Debian packages that bring a command.
packages() {
    local command=$1
    shift
    command -v "$command" >/dev/null && return
    if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
        echo "cannot find $command: install it (Debian: sudo apt-get install $*)" >&2
        exit 1
    fi
    echo "installing $*"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need git git
need go "Go 1.26 or newer"
need gcc "a C compiler: DuckDB is linked through cgo"
need g++ "a C++ compiler: DuckDB is linked through cgo"
need npm "Node.js 20 or newer with npm"
if (($(node_major) < 20)); then
    echo "cannot use Node.js $(node --version): install 20 or newer" >&2
    exit 1
fi
packages chromium chromium fonts-dejavu-core
packages shellcheck shellcheck
scripts/linter.sh "$1"
