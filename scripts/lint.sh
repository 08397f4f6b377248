#!/usr/bin/env bash
# Lints and documentation without a warning.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo clippy --workspace --all-targets -- -D warnings
export RUSTDOCFLAGS="-D warnings"
# The command and the library are both called `lawlike`: documented one after the other, the library stays.
cargo doc --no-deps --package lawlike-cli --quiet
cargo doc --no-deps --workspace --exclude lawlike-cli
