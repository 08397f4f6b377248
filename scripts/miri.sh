#!/usr/bin/env bash
# The kernels, the only place with unsafe code, under Miri: undefined behaviour is an error. Needs the nightly toolchain with
# `rustup component add miri rust-src --toolchain nightly`. Very slow: the tests that go through many numbers take hours; words after
# the script choose tests, as in `scripts/miri.sh every_level`.
set -euo pipefail
cd "$(dirname "$0")/.."
# Numbers of the platform's own mathematics are compared with ours, so Miri must not disturb them.
export MIRIFLAGS="${MIRIFLAGS:-} -Zmiri-deterministic-floats"
cargo +nightly miri test -p lawlike-num --lib "${@:-kernel}"
