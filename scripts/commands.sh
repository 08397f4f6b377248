#!/usr/bin/env bash
# The two commands of the README, as it prints them: the tests (scripts/test.sh), and the first run, which must print
# a verdict and write a report. The run starts in an empty folder.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
for command in "cargo test --workspace" "cargo run --release"; do
    if ! grep -q "^$command" README.md; then
        echo "README.md has no line that begins with \`$command\`" >&2
        exit 1
    fi
done
command=$(grep -m 1 "^cargo run --release" README.md)
arguments=${command#cargo run --release}
cargo build --release --locked
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
code=0
eval "cargo run --release --quiet --manifest-path '$root/Cargo.toml' $arguments" >said.txt || code=$?
cat said.txt
case $code in
    0 | 1 | 3) ;;
    *)
        echo "\`$command\` ended with $code" >&2
        exit 1
        ;;
esac
if ! grep -qiE '^(Strong|Weak|Broken|Absent|Untested):' said.txt; then
    echo "\`$command\` printed no verdict" >&2
    exit 1
fi
report=$(find . -name '*.html' -size +1k | head -n 1)
if [ -z "$report" ]; then
    echo "\`$command\` wrote no report" >&2
    exit 1
fi
echo "\`$command\`: a verdict (exit code $code) and a report ($report, $(wc -c <"$report") bytes)"
