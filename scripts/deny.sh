#!/usr/bin/env bash
# Licences, advisories, duplicates and sources of all dependencies, by deny.toml.
# To get the tool: cargo install cargo-deny --locked
set -euo pipefail
cd "$(dirname "$0")/.."
if ! cargo deny --version >/dev/null 2>&1; then
    echo "skipped: cargo-deny is not installed"
    exit 0
fi
cargo deny check
