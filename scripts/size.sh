#!/usr/bin/env bash
# The number of distinct crates in the default build of the command; 120 is too many.
# It also sees that the lock file is up to date.
set -euo pipefail
cd "$(dirname "$0")/.."
limit=120
crates=$(cargo tree --locked --package lawlike-cli --edges normal,build --prefix none |
    awk 'NF { print $1, $2 }' | sort -u | wc -l)
echo "$crates distinct crates in the default build (fewer than $limit)"
if [ "$crates" -ge "$limit" ]; then
    echo "too many: leave one out, or put it behind a feature that is off by default" >&2
    exit 1
fi
