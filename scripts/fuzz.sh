#!/usr/bin/env bash
# Takes damaged files through every door: about a minute, on the stable compiler, the same inputs every time.
#   scripts/fuzz.sh              600,000 inputs
#   scripts/fuzz.sh 5000000      more of them
#   scripts/fuzz.sh --nightly N  every target of fuzz/ under libFuzzer for N seconds (needs a nightly compiler and cargo-fuzz)
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = "--nightly" ]; then
    seconds="${2:-60}"
    for door in table formula predicate law claim resume; do
        mkdir -p "fuzz/corpus/$door"
        cargo +nightly fuzz run "$door" "fuzz/corpus/$door" "fuzz/seeds/$door" -- \
            -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536
    done
else
    cargo run --release --quiet -p studies -- fuzz --runs "${1:-600000}"
fi
