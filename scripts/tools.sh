#!/usr/bin/env bash
# tools.sh LINT_VERSION: makes sure that everything `make check` needs is here. Debian packages that are missing it
# installs, as root on Debian; elsewhere it says what to install.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/need.sh git go gcc g++ node npm

missing=()
browser=${CHROMIUM:-/usr/bin/chromium} # where the browser tests look for it
if [[ ! -x $browser ]]; then
    if [[ -n ${CHROMIUM:-} ]]; then
        echo "cannot find the browser that CHROMIUM names: $CHROMIUM" >&2
        exit 1
    fi
    missing+=(chromium fonts-dejavu-core)
fi
for command in shellcheck curl; do # curl types the walkthrough
    command -v "$command" >/dev/null || missing+=("$command")
done
if ((${#missing[@]})); then
    if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
        echo "cannot find what the tests need: install ${missing[*]} (Debian: sudo apt-get install ${missing[*]})" >&2
        [[ -x $browser ]] || echo "A Chromium or Chrome elsewhere than $browser will do: name it by CHROMIUM=/path/to/it" >&2
        exit 1
    fi
    echo "installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
scripts/linter.sh "$1"
