#!/usr/bin/env bash
# The format of all Rust code. To mend it: cargo fmt --all
set -euo pipefail
cd "$(dirname "$0")/.."
cargo fmt --all -- --check
