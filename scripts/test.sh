#!/usr/bin/env bash
# All tests but the slow ones (`scripts/slow.sh`): units, conformance, examples in the documentation, the README. The same as
# `cargo test --workspace`, but a failure does not keep the rest from running, and at the end it is said which tests were skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
cargo test --workspace --no-run
code=0
cargo test --workspace --no-fail-fast -- --show-output >"$log" 2>&1 || code=$?
# Of passing tests only names are of interest; of failing ones, everything.
if [ "$code" -eq 0 ]; then
    grep -E '^ +(Running|Doc-tests)|^test result:' "$log" || true
else
    cat "$log"
fi
echo "skipped, since their data are absent:"
grep -E '^skipped' "$log" | sort -u | sed 's/^/  /' || echo "  none"
echo "left to scripts/slow.sh:"
grep -cE '^test .* \.\.\. ignored, slow' "$log" | sed 's/$/ tests/; s/^/  /' || echo "  none"
echo "run by name only:"
grep -E '^test .* \.\.\. ignored' "$log" | grep -v 'ignored, slow' | sort -u | sed 's/^/  /' || echo "  none"
awk '/^test result:/ { passed += $4; failed += $6; ignored += $8 }
     END { printf "%d tests passed, %d failed, %d ignored\n", passed, failed, ignored }' "$log"
exit "$code"
