#!/usr/bin/env bash
# Instructions of key works against those that are written down: none may take over 3 % more (scripts/counts.py). Needs valgrind.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v valgrind >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq valgrind; } >/dev/null 2>&1 || true
fi
if ! command -v valgrind >/dev/null; then
    echo "valgrind is not installed: no instructions are counted"
    exit 77
fi
cargo build --quiet --release --locked -p lawlike-cli
exec python3 scripts/counts.py --lawlike "${CARGO_TARGET_DIR:-target}/release/lawlike" "$@"
