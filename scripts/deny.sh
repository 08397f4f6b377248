#!/usr/bin/env bash
# Licences, advisories, duplicates and sources of all dependencies, by deny.toml.
# To get the tool: cargo install cargo-deny --locked
set -euo pipefail
cd "$(dirname "$0")/.."
if ! cargo deny --version >/dev/null 2>&1; then
    echo "cargo-deny is not installed, and nothing was checked: cargo install cargo-deny --locked" >&2
    exit 1
fi
cargo deny check
