"""Times the usual ways to fit the Chinchilla surface against the command `lawlike`.

All methods get the same 240 runs on the same machine, one thread each, in turns, so that a busy machine slows all of
them. Times are processor seconds; the least of several turns is shown where a method is fast enough to repeat.

The objective is the sum of Huber(1e-3) over log residuals of E + A/N^alpha + B/D^beta (Hoffmann et al. 2022), in the
unknowns ln A, ln B, ln E, alpha, beta, with the law as a log-sum-exp.

- Standard recipe: L-BFGS-B with finite differences from each of the 4,500 starts of Hoffmann et al. A subset of the
  starts is run and the time is extrapolated; the table says so.
- Best practice: variable projection (non-negative least squares inside) on an 8 by 8 grid of exponents in numpy, then
  one BFGS with the analytic gradient.
- The package `chinchilla` of PyPI with the loss of the paper, on a subset of the same starts.
- Bootstrap, 4,000 replicates that draw runs with replacement: of the standard recipe (one descent from the published
  values, finite differences), and of best practice (grid and BFGS each). Subsets, extrapolated.
- lawlike: the whole process, from its start to its last byte; search, certificate and intervals included.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse
import contextlib
import io
import itertools
import json
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize, nnls

DELTA = 1e-3
ROOT = Path(__file__).resolve().parents[2]
# ln A, ln B, ln E, alpha, beta as published by Hoffmann et al.
PUBLISHED = np.array([np.log(406.4), np.log(410.7), np.log(1.69), 0.34, 0.28])


def load(path):
    """Runs without the five highest losses; simulated ones where there is no file."""
    if path is not None and path.is_file():
        table = pd.read_csv(path)[["params", "tokens", "loss"]]
        return table.drop(table["loss"].nlargest(5).index).reset_index(drop=True), path.name
    rng = np.random.default_rng(1)
    compute = 6e18 * 2.2 ** (np.arange(240) // 27)
    params = np.sqrt(compute / 120) * 9.0 ** (np.arange(240) % 27 / 13 - 1)
    tokens = compute / (6 * params)
    loss = (1.82 + 478 * params**-0.347 + 2143 * tokens**-0.367) * np.exp(0.01 * rng.standard_normal(240))
    return pd.DataFrame({"params": params, "tokens": tokens, "loss": loss}), "simulated runs"


class Surface:
    """The objective on some rows; a row may count more than once."""

    def __init__(self, table, counts=None):
        self.n = np.log(table["params"].to_numpy())
        self.d = np.log(table["tokens"].to_numpy())
        self.y = np.log(table["loss"].to_numpy())
        self.w = np.ones(len(self.y)) if counts is None else counts

    def terms(self, u):
        a, b, e, alpha, beta = u
        return np.stack([a - alpha * self.n, b - beta * self.d, np.full_like(self.n, e)])

    def value(self, u):
        terms = self.terms(u)
        top = terms.max(axis=0)
        r = top + np.log(np.exp(terms - top).sum(axis=0)) - self.y
        size = np.abs(r)
        return float(self.w @ np.where(size <= DELTA, 0.5 * r * r, DELTA * (size - 0.5 * DELTA)))

    def value_and_gradient(self, u):
        terms = self.terms(u)
        top = terms.max(axis=0)
        parts = np.exp(terms - top)
        total = parts.sum(axis=0)
        r = top + np.log(total) - self.y
        size = np.abs(r)
        value = self.w @ np.where(size <= DELTA, 0.5 * r * r, DELTA * (size - 0.5 * DELTA))
        slope = self.w * np.clip(r, -DELTA, DELTA) / total
        a, b, e = (parts * slope).sum(axis=1)
        return float(value), np.array([a, b, e, -(parts[0] * slope) @ self.n, -(parts[1] * slope) @ self.d])

    def search(self):
        """The best point of a grid of exponents, coefficients by non-negative least squares on relative errors."""
        scale = np.sqrt(self.w) * np.exp(-self.y)
        target = np.sqrt(self.w)
        grid = np.exp(np.linspace(np.log(0.05), np.log(1.2), 8))
        left = [np.exp(-alpha * self.n) * scale for alpha in grid]
        right = [np.exp(-beta * self.d) * scale for beta in grid]
        best = None
        for i, j in itertools.product(range(8), range(8)):
            columns = np.stack([left[i], right[j], scale], axis=1)
            size = np.sqrt((columns**2).sum(axis=0))
            found, norm = nnls(columns / size, target)
            if best is None or norm < best[0]:
                best = (norm, found / size, grid[i], grid[j])
        _, found, alpha, beta = best
        found = np.maximum(found, 1e-6 * np.array([1 / left[0].max(), 1 / right[0].max(), 1.0]))
        return np.array([*np.log(found), alpha, beta])

    def standard(self, start):
        return minimize(self.value, start, method="L-BFGS-B")

    def best_practice(self):
        return minimize(self.value_and_gradient, self.search(), jac=True, method="BFGS", options={"gtol": 1e-9})


def starts():
    """The 4,500 starts: alpha and beta in 0..2, e in -1..1, a and b in 0..25."""
    half, e, ab = np.arange(0, 2.1, 0.5), np.arange(-1, 1.1, 0.5), np.arange(0, 25.1, 5)
    return [np.array([a, b, e, s, t]) for s, t, e, a, b in itertools.product(half, half, e, ab, ab)]


def processor():
    """Processor seconds of this process and of its children that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(call, repeats=1):
    """Least processor seconds of a call, least seconds on the clock, and its answer."""
    cpu, wall = np.inf, np.inf
    for _ in range(repeats):
        before, start = processor(), time.perf_counter()
        answer = call()
        cpu, wall = min(cpu, processor() - before), min(wall, time.perf_counter() - start)
    return cpu, wall, answer


def package(table, grid):
    """The package `chinchilla`: best objective over the starts given, or None where it is not installed."""
    try:
        from chinchilla import Chinchilla
        from chinchilla._metrics import log_huber
    except ImportError:
        return None
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        model = Chinchilla(
            folder, param_grid=grid, loss_fn=lambda y, f: log_huber(y, f, DELTA), log_level=60
        )
        for row in table.itertuples():
            model.append(N=row.params, D=row.tokens, loss=row.loss)
        model.fit()
        return model.get_params()


def lawlike(binary, table, extra=()):
    """Runs the command on the rows and gives back its answer."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write(table.to_csv(index=False))
        file.flush()
        command = [binary, "fit", file.name, "--law", "chinchilla", "--objective", "huber-log:1e-3"]
        command += ["--threads", "1", "--format", "json", *extra]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def objective_in(text):
    """The objective in the answer of lawlike, wherever its layout has it."""

    def walk(node):
        if isinstance(node, dict):
            if isinstance(node.get("objective"), dict) and "value" in node["objective"]:
                return node["objective"]["value"]
            node = list(node.values())
        if isinstance(node, list):
            return next((found for found in map(walk, node) if found is not None), None)
        return None

    return walk(json.loads(text))


def main():
    shared = Path(os.environ.get("LAWLIKE_SHARED", ROOT.parent / "shared"))
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    parser = argparse.ArgumentParser(description="Times peers against lawlike.")
    parser.add_argument("--data", type=Path, default=shared / "data" / "chinchilla-epoch.csv")
    parser.add_argument("--lawlike", default=str(target / "release" / "lawlike"))
    parser.add_argument("--every", type=int, default=50, help="run each so-manieth of the 4,500 starts")
    parser.add_argument("--replicates", type=int, default=40, help="bootstrap replicates that peers run")
    parser.add_argument("--package-starts", type=int, default=8, help="starts for the package chinchilla")
    options = parser.parse_args()

    table, source = load(options.data)
    surface, all_starts = Surface(table), starts()
    rows = []

    def add(task, method, cpu, wall, value, how):
        rows.append({"task": task, "method": method, "cpu": cpu, "wall": wall, "objective": value, "measured": how})

    # The fast ones in turns, before and after the slow ones.
    fast = {"lawlike": [], "best": []}

    def turn():
        fast["lawlike"].append(timed(lambda: lawlike(options.lawlike, table), 20))
        fast["best"].append(timed(surface.best_practice, 20))

    turn()
    some = all_starts[:: options.every]
    cpu, wall, found = timed(lambda: [surface.standard(start) for start in some])
    factor = len(all_starts) / len(some)
    how = f"{len(some)} of {len(all_starts)} starts, extrapolated"
    add("fit", "standard recipe", cpu * factor, wall * factor, min(f.fun for f in found), how)

    grid = {"e": [0.0, 1.0], "a": [5.0, 10.0], "b": [5.0, 10.0], "alpha": [0.5], "beta": [0.5]}
    grid["e"] = grid["e"][: max(1, options.package_starts // 4)]
    count = int(np.prod([len(values) for values in grid.values()]))
    cpu, wall, found = timed(lambda: package(table, grid))
    if found is not None:
        named = {key.lower() if key in "EAB" else key: float(value) for key, value in found.items()}
        unknowns = [np.log(named["a"]), np.log(named["b"]), np.log(named["e"]), named["alpha"], named["beta"]]
        factor = len(all_starts) / count
        how = f"{count} of {len(all_starts)} starts, extrapolated"
        add("fit", "PyPI chinchilla", cpu * factor, wall * factor, surface.value(np.array(unknowns)), how)

    rng = np.random.default_rng(7)
    draw = rng.multinomial(len(table), np.full(len(table), 1 / len(table)), size=options.replicates)
    samples = [Surface(table, counts.astype(float)) for counts in draw]
    factor = 4000 / len(samples)
    how = f"{len(samples)} of 4000 replicates, extrapolated"
    cpu, wall, _ = timed(lambda: [sample.standard(PUBLISHED) for sample in samples])
    add("bootstrap", "standard recipe, one descent each", cpu * factor, wall * factor, None, how)
    cpu, wall, _ = timed(lambda: [sample.best_practice() for sample in samples])
    add("bootstrap", "best practice, full search each", cpu * factor, wall * factor, None, how)
    boot = timed(lambda: lawlike(options.lawlike, table, ("--bootstrap", "4000")), 3)
    turn()

    cpu, wall = (min(run[k] for run in fast["best"]) for k in (0, 1))
    add("fit", "best practice", cpu, wall, fast["best"][0][2].fun, "least of 40")
    cpu, wall = (min(run[k] for run in fast["lawlike"]) for k in (0, 1))
    add("fit", "lawlike, whole process", cpu, wall, objective_in(fast["lawlike"][0][2]), "least of 40")
    add("bootstrap", "lawlike, whole process, full search each", boot[0], boot[1], None, "4000 replicates, least of 3")

    report(pd.DataFrame(rows), source, len(table))


def report(frame, source, count):
    print(f"{source}, {count} rows; one thread; processor seconds\n")
    for task, part in frame.groupby("task", sort=False):
        own = part.loc[part["method"].str.startswith("lawlike"), "cpu"].iloc[0]
        print(f"{task:41} {'cpu s':>10} {'clock s':>10} {'over lawlike':>13}  {'objective':<18} measured")
        for row in part.sort_values("cpu", ascending=False).itertuples():
            value = "" if row.objective is None or np.isnan(row.objective) else f"{row.objective:.12e}"
            ratio = row.cpu / own
            print(f"{row.method:41} {row.cpu:10.4g} {row.wall:10.4g} {ratio:13,.1f}  {value:<18} {row.measured}")
        print()


if __name__ == "__main__":
    main()
