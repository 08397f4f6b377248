#!/usr/bin/env bash
# The Python package: builds the wheel, installs it in a clean environment, and runs its tests, the checkers of types, and
# the notebooks. All tools come from PyPI at the versions of python/requirements.txt; the environment stays under the
# target folder, and is made anew where these change. `scripts/python.sh -k frames` passes words on to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-$PWD/target}
home=$target/python
stamp=$(cat python/requirements.txt | sha256sum | cut -c 1-16)-$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if [ "$(cat "$home/stamp" 2>/dev/null || true)" != "$stamp" ]; then
    rm -rf "$home/venv" "$home/stamp"
    python3 -m venv "$home/venv"
    "$home/venv/bin/pip" install --quiet --disable-pip-version-check --requirement python/requirements.txt
    echo "$stamp" >"$home/stamp"
fi
bin=$home/venv/bin
export CARGO_TARGET_DIR=$target
rm -rf "$home/wheels"
cargo build --quiet --release --locked --package lawlike-cli --package lawlike-py
"$bin/maturin" build --quiet --release --locked --interpreter "$bin/python" --out "$home/wheels"
"$bin/pip" install --quiet --disable-pip-version-check --force-reinstall --no-deps "$home"/wheels/lawlike-*.whl
ls -l "$home"/wheels/*.whl | awk '{ printf "wheel: %.1f MB\n", $5 / 1e6 }'

code=0
# The tag of a wheel says from which C library on it runs; auditwheel finds the same from what the wheel asks for.
if [ "$(uname -s)" = Linux ]; then
    tag=$(basename "$home"/wheels/lawlike-*.whl .whl | cut -d - -f 5)
    "$bin/auditwheel" show "$home"/wheels/lawlike-*.whl | tr "\n" " " | grep -q "is consistent with the following platform tag: \"$tag\"" ||
        { echo "auditwheel finds another tag than $tag"; code=1; }
    echo "tag: $tag"
fi
# What a user does in a clone, in an environment that holds nothing else.
python3 -m venv --clear "$home/clean"
"$home/clean/bin/pip" install --quiet --disable-pip-version-check . || code=$?
word=$(cd "$home" && "$home/clean/bin/python" -c 'import lawlike; print(lawlike.audit("simulated-sweep").word.upper())') || code=$?
"$target/release/lawlike" audit simulated-sweep --quiet --exit-zero | grep -q "^${word:-nothing}:" || { echo "pip install .: another word than the command"; code=1; }

"$bin/python" python/write.py --check || code=$?
export LAWLIKE_COMMAND=$target/release/lawlike LAWLIKE_WHEELS=$home/wheels
"$bin/python" -m pytest --quiet -p no:cacheprovider "$@" || code=$?
"$bin/pyright" --pythonpath "$bin/python" || code=$?
# mypy reads the installed package: what a user's checker sees.
MYPY_CACHE_DIR=$home/mypy "$bin/mypy" --package lawlike || code=$?
MYPY_CACHE_DIR=$home/mypy "$bin/mypy" python/tests/typing_examples.py || code=$?
exit "$code"
