#!/usr/bin/env bash
# Opens pages in a headless browser as a reader would: clicks, walks by keyboard, listens for errors and requests.
# Needs chromium, python3 with venv, and npm; where they are missing and cannot be installed, it says that it was skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

playwright=1.65.2
axe=4.10.3

missing() {
    ! command -v chromium >/dev/null || ! command -v npm >/dev/null || ! python3 -c 'import ensurepip' 2>/dev/null
}
if missing && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    (apt-get update -qq && apt-get install -y -qq chromium npm python3-venv) >/dev/null 2>&1 || true
fi
if missing; then
    echo "skipped: chromium, npm or python3-venv is not installed"
    exit 0
fi

cache="${XDG_CACHE_HOME:-$HOME/.cache}/lawlike-browser-$playwright-$axe"
if [ ! -e "$cache/ready" ]; then
    rm -rf "$cache"
    mkdir -p "$cache"
    if ! (python3 -m venv "$cache/venv" &&
        "$cache/venv/bin/pip" install -q "playwright==$playwright" html5lib==1.1 &&
        cd "$cache" && npm pack --silent "axe-core@$axe" && tar xzf axe-core-*.tgz package/axe.min.js) >/dev/null 2>&1; then
        echo "skipped: playwright, html5lib and axe-core cannot be had from their registries"
        exit 0
    fi
    touch "$cache/ready"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -n "${LAWLIKE:-}" ]; then run=("$LAWLIKE"); else run=(cargo run --quiet --release -p lawlike-cli --); fi
"${run[@]}" audit --quiet --exit-zero -o /dev/null --report "$work/one.html"
"${run[@]}" audit lab-pretrain --y loss_grammar --by group --quiet --exit-zero -o /dev/null --report "$work/by.html"
"${run[@]}" claims run gpt4o-quarter-of-gpt4 --quiet -o /dev/null --report "$work/site"
"$cache/venv/bin/python" scripts/browser.py "$(command -v chromium)" "$cache/package/axe.min.js" "$work"/*.html "$work"/site/*.html
