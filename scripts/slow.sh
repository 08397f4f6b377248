#!/usr/bin/env bash
# The slow tests: simulations of coverage, and the commands over many inputs. `cargo test --workspace` leaves them out, so that it
# stays within minutes; they carry the mark `#[ignore = "slow"]`. What is ignored for another reason is run by name only.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
skipped=()
while read -r name; do
    skipped+=(--skip "$name")
done < <(git grep -hA4 -E '#\[ignore = "(a|minutes)' -- '*.rs' | sed -nE 's/^ *fn ([a-z_0-9]+)\(.*/\1/p')
code=0
cargo test --workspace --no-fail-fast -- --ignored "${skipped[@]}" --show-output >"$log" 2>&1 || code=$?
if [ "$code" -eq 0 ]; then
    grep -E '^ +(Running|Doc-tests)|^test result:' "$log" | grep -v ' 0 passed' || true
else
    cat "$log"
fi
awk '/^test result:/ { passed += $4; failed += $6 } END { printf "%d slow tests passed, %d failed\n", passed, failed }' "$log"
exit "$code"
