#!/usr/bin/env bash
# Lints and documentation without a warning; all complaints of both are shown.
set -euo pipefail
cd "$(dirname "$0")/.."
code=0
cargo clippy --workspace --all-targets --keep-going -- -D warnings || code=$?
export RUSTDOCFLAGS="-D warnings"
# The command and the library are both called `lawlike`: documented one after the other, the library stays.
cargo doc --no-deps --package lawlike-cli || code=$?
cargo doc --no-deps --workspace --exclude lawlike-cli --keep-going || code=$?
exit "$code"
