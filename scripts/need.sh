#!/usr/bin/env bash
# need.sh TOOL…: names every tool that is missing or too old, with what to install. It installs nothing: only the
# machine's owner chooses a compiler or a Node.
set -euo pipefail
cd "$(dirname "$0")/.."

oldest_go=$(sed -nE 's/^go ([0-9]+\.[0-9]+).*/\1/p' go.mod)
oldest_node=20.19 # what the dashboard's build asks for: see ui/package.json
failed=0

there() { command -v "$1" >/dev/null; }
fault() {
    echo "$1" >&2
    failed=1
}
# older VERSION OLDEST
older() { [[ $1 != "$2" && $(printf '%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

for tool in "$@"; do
    case $tool in
    go)
        # Since 1.21 an older Go fetches the one that go.mod names, and says so where it cannot.
        if ! there go; then
            fault "cannot find go: install Go $oldest_go or newer (https://go.dev/dl)"
        elif version=$(go version | awk '{print substr($3, 3)}') && older "$version" "$oldest_go"; then
            fault "cannot use go $version: install Go $oldest_go or newer (https://go.dev/dl)"
        fi
        ;;
    gcc | g++) there "$tool" || fault "cannot find $tool: install it; the embedded database is C++ (Debian: sudo apt-get install gcc g++)" ;;
    node)
        if ! there node; then
            fault "cannot find node: install Node.js $oldest_node or newer (https://nodejs.org)"
        elif version=$(node --version) && older "${version#v}" "$oldest_node"; then
            fault "cannot use node $version: install Node.js $oldest_node or newer (https://nodejs.org)"
        fi
        ;;
    npm) there npm || fault "cannot find npm: it comes with Node.js (https://nodejs.org); Debian has it in a package of its own" ;;
    *) there "$tool" || fault "cannot find $tool: install it" ;;
    esac
done
exit "$failed"
