#!/usr/bin/env bash
# The bill of materials of the command in the form of CycloneDX: scripts/sbom.sh [FILE], standard output without one.
# It is made from cargo metadata and the lock file, so that the same lock file gives the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
file="${1:-}"
if [ -z "$file" ]; then
    cargo run --quiet -p xtask -- sbom
else
    cargo run --quiet -p xtask -- sbom > "$file.part"
    mv "$file.part" "$file"
fi
