#!/usr/bin/env bash
# Results as LaTeX are read by plain pdflatex with booktabs, and nothing runs over the margin.
set -euo pipefail
cd "$(dirname "$0")/.."

ready() { command -v pdflatex >/dev/null && kpsewhich booktabs.sty >/dev/null; }
if ! ready && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    (apt-get update -qq && apt-get install -y -qq texlive-latex-base texlive-latex-recommended) >/dev/null 2>&1 || true
fi
if ! ready; then
    echo "skipped: pdflatex with booktabs is not installed (Debian: texlive-latex-base, texlive-latex-recommended)"
    exit 0
fi

if [ -n "${LAWLIKE:-}" ]; then run=("$LAWLIKE"); else run=(cargo run --quiet --release -p lawlike-cli --); fi
work=$(mktemp -d)
if [ -n "${KEEP:-}" ]; then echo "kept in $work"; else trap 'rm -rf "$work"' EXIT; fi
# A name that LaTeX would read as commands, in the place of a file, a column and a run.
printf 'id,compute,loss_%%$&#{}\n' >"$work/odd_#%&.csv"
for step in 1 2 4 8 16 32 64 128 256 512; do
    awk -v c="$step" 'BEGIN { printf "r\\input{%d},%g,%.4f\n", c, c * 1e16, 1.7 + 3 * c ^ -0.3 }'
done >>"$work/odd_#%&.csv"

awk 'BEGIN { print "model,release_date,horizon"; for (i = 0; i < 24; i++) printf "m%d,%d-%02d-01,%.5f\n", i, 2021 + int(i / 6), 1 + 2 * (i % 6), 2 ^ (i / 3) * (1 + 0.05 * (i % 3)) }' >"$work/horizons.csv"

compile() {
    local name=$1
    shift
    local code=0
    "${run[@]}" "$@" --format latex --quiet >"$work/$name-body.tex" || code=$?
    case $code in 0 | 1 | 3) ;; *) echo "$name: lawlike ended with $code" >&2; exit 1 ;; esac
    printf '\\documentclass{article}\n\\usepackage{booktabs}\n\\begin{document}\n\\input{%s-body}\n\\end{document}\n' "$name" >"$work/$name.tex"
    if ! (cd "$work" && pdflatex -interaction=nonstopmode -halt-on-error "$name.tex" >"$name.out" 2>&1); then
        echo "$name: pdflatex stopped:" >&2
        grep -A4 '^!' "$work/$name.out" >&2
        exit 1
    fi
    # A tenth of an inch is seen by nobody.
    if grep -E '^Overfull .hbox \(([8-9]|[0-9]{2,})\.?[0-9]*pt' "$work/$name.out" >&2; then
        echo "$name: runs over the margin" >&2
        exit 1
    fi
    echo "$name: $(grep -oE 'Output written.*' "$work/$name.out")"
}

compile audit audit
compile audit-odd audit "$work/odd_#%&.csv" --y 'loss_%$&#{}' --x compute
compile fit fit lab-pretrain --law chinchilla
compile fit-own fit lab-pretrain --law 'E + A*N^-alpha + B*D^-beta'
compile fit-by fit lab-pretrain --law power-floor --x tokens --by params_non_embedding
compile backtest backtest lab-pretrain --cut 'last:25%'
compile forecast forecast simulated-sweep --at examples/planned.csv --y loss --x params --x tokens
compile compare compare lab-pretrain --law chinchilla --law skaling
compile passk passk lab-inference --model base --model temperature --where 'temperature == 1' --k 1,16,256,1000
compile trend trend "$work/horizons.csv" --y horizon
