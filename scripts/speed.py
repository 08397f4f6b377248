"""Measures what docs/reference/speed.md says, and prints it; with --write it is written there, between the marks.

    scripts/speed.py [--lawlike PATH] [--largest ROWS] [--only NAME,...] [--folder DIR] [--write]

Commands answer in JSON. Seconds of the questions are processor seconds of the whole process on one thread, the least of the turns;
memory is the greatest resident size. The exponent is the slope of seconds over rows, in logarithms, between the smallest table
and the largest; the time that an answer takes on a table of three hundred rows is taken off first. The gain of a second
thread is a ratio of times on the clock. Fits and replicates are timed by the benchmarks of the core (`cargo bench -p lawlike`), and held against
a program in C for one law, where the folder of LAWLIKE_SHARED has it: `bench/prototype/proto.c`, which needs AVX-512.
"""

import argparse
import datetime
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "speed.md"

FEW = 300
SIZES = (10_000, 100_000, 1_000_000)
TURNS = 3


def passk(rows, draw):
    """One row a task: a hundred samples of each, chances from a beta density and a mass at zero."""
    yield "task,n_samples,n_correct"
    for row in range(rows):
        chance = draw.betavariate(0.4, 1.2) if draw.random() > 0.1 else 0.0
        spread = math.sqrt(100 * chance * (1 - chance))
        yield f"task-{row},100,{min(100, max(0, round(draw.gauss(100 * chance, spread))))}"


def trend(rows, draw):
    """One row a model: a price that falls by half a year, over ten years of days."""
    yield "model,date,price"
    for row in range(rows):
        day = draw.randrange(3650)
        year, rest = divmod(day, 365)
        month, day_of_month = rest // 31 + 1, rest % 31 % 28 + 1
        price = 100 * 0.5 ** (day / 365) * math.exp(draw.gauss(0, 0.8))
        yield f"m{row},{2015 + year}-{month:02}-{day_of_month:02},{price:.6g}"


def tasks(rows, draw):
    """Twenty tasks a run: a surface for the loss, and a sigmoid of the loss for each task."""
    yield "run,params,tokens,loss,task,score"
    for run in range(max(rows // 20, 1)):
        size, tokens = 10 ** draw.uniform(7, 10), 10 ** draw.uniform(9, 12)
        loss = (1.7 + 400 * size**-0.34 + 410 * tokens**-0.28) * math.exp(draw.gauss(0, 0.005))
        for task in range(20):
            middle = 2.2 + 0.08 * task
            share = 0.25 + 0.7 / (1 + math.exp(4 * (loss - middle)))
            yield f"r{run},{size:.6g},{tokens:.6g},{loss:.6g},t{task},{min(1, max(0, share + draw.gauss(0, 0.01))):.4f}"


def emergence(rows, draw):
    """One row a model: exact match of five steps, and the loss of the same task."""
    yield "model,family,compute,exact_match,loss"
    for row in range(rows):
        compute = 10 ** draw.uniform(18, 25)
        loss = 0.05 + 4 * (compute / 1e18) ** -0.16 * math.exp(draw.gauss(0, 0.03))
        share = math.exp(-5 * loss)
        right = min(1, max(0, draw.gauss(share, math.sqrt(share * (1 - share) / 1000))))
        yield f"m{row},f{row % 40},{compute:.6g},{right:.3f},{loss:.6g}"


def runs(rows, draw):
    """One row a run: a surface over parameters and tokens."""
    yield "run,params,tokens,loss"
    for run in range(rows):
        size, tokens = 10 ** draw.uniform(7, 10), 10 ** draw.uniform(9, 12)
        loss = (1.7 + 400 * size**-0.34 + 410 * tokens**-0.28) * math.exp(draw.gauss(0, 0.005))
        yield f"r{run},{size:.6g},{tokens:.6g},{loss:.6g}"


def curves(rows, draw):
    """Thirty rows a curve: power laws with a floor."""
    yield "curve,step,loss"
    floor, scale, power = 1.5, 5.0, 0.3
    for row in range(rows):
        curve, at = divmod(row, 30)
        if at == 0:
            floor, scale, power = draw.uniform(1, 2), draw.uniform(3, 9), draw.uniform(0.2, 0.5)
        step = 100 * 1.25**at
        yield f"c{curve},{step:.6g},{(floor + scale * step**-power) * math.exp(draw.gauss(0, 0.003)):.6g}"


# What stands for a file of points to forecast.
POINTS = "POINTS"
QUESTIONS = {
    "fit": (runs, ["fit"]),
    "forecast": (runs, ["forecast", "--at", POINTS]),
    "backtest": (runs, ["backtest"]),
    "audit": (runs, ["audit"]),
    "compare": (runs, ["compare", "--law", "chinchilla", "--law", "kaplan"]),
    "plan": (runs, ["plan", "compute-optimal", "--budget", "1e23"]),
    "fit --by": (curves, ["fit", "--by", "curve", "--law", "power-floor"]),
    "passk": (passk, ["passk"]),
    "trend": (trend, ["trend", "--y", "price"]),
    "tasks": (tasks, ["tasks", "--chance", "0.25"]),
    "emergence": (emergence, ["emergence", "--task", "exact_match=loss", "--items", "1000"]),
}


def written(folder, name, rows):
    """The table of a question, written once."""
    kind = QUESTIONS[name][0].__name__
    path = os.path.join(folder, f"{kind}-{rows}.csv")
    if not os.path.exists(path):
        draw = random.Random(f"{kind} {rows}")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in QUESTIONS[name][0](rows, draw))
    return path


def timed(command):
    """Processor seconds and greatest resident megabytes of a command."""
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=subprocess.PIPE)
        said = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed:\n{said}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measured(options, name, rows):
    """The least seconds of the turns, one on large tables, and the memory of the last."""
    path = written(options.folder, name, rows)
    points = os.path.join(options.folder, "points.csv")
    with open(points, "w", encoding="utf-8") as file:
        file.write("params,tokens\n1e11,1e13\n")
    words = [points if word == POINTS else word for word in QUESTIONS[name][1]]
    command = [options.lawlike, *words, path, "--format", "json", "--quiet", "--threads", "1"]
    turns = [timed(command) for _ in range(TURNS if rows <= SIZES[0] else 1)]
    return min(seconds for seconds, _ in turns), turns[-1][1]


def machine():
    """The processor, its cores and its vectors, and the day."""
    words = Path("/proc/cpuinfo").read_text(encoding="utf-8") if os.path.exists("/proc/cpuinfo") else ""
    model = re.search(r"model name\s*: (.*)", words)
    vectors = "AVX-512" if " avx512f" in words else "AVX2" if " avx2" in words else "no AVX2"
    day = datetime.date.today()
    return f"{model.group(1) if model else 'a processor'}, {os.cpu_count()} cores, {vectors}; {day.day} {day:%B %Y}"


def questions(options):
    """The table of the questions."""
    sizes = [rows for rows in SIZES if rows <= options.largest]
    head = "".join(f" {rows:,} rows |" for rows in sizes)
    lines = [f"| command |{head} memory at the largest | exponent |", "|---" * (len(sizes) + 3) + "|"]
    for name in options.only:
        start, _ = measured(options, name, FEW)
        found = [measured(options, name, rows) for rows in sizes]
        beyond = [max(seconds - start, 0.001) for seconds, _ in found]
        exponent = math.log(beyond[-1] / beyond[0]) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else math.nan
        cells = "".join(f" {seconds:.2g} s |" for seconds, _ in found)
        lines.append(f"| `{name}` |{cells} {found[-1][1]:.0f} MB | {exponent:.2f} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


# Questions of which the gain of a second thread is measured, and the rows of their tables.
SIDE_BY_SIDE = {
    "fit": 1_000_000,
    "audit": 100_000,
    "compare": 10_000,
    "plan": 10_000,
    "fit --by": 300_000,
    "audit --by": 10_000,
    "backtest --by": 10_000,
    "passk": 1_000_000,
    "trend": 100_000,
    "tasks": 10_000,
    "emergence": 100_000,
}


def threads(options):
    """The table of the gain of a second thread."""
    lines = ["| command | rows | one thread | two threads | gain |", "|---|---|---|---|---|"]
    for name, rows in SIDE_BY_SIDE.items():
        if (name if name in QUESTIONS else "fit --by") not in options.only:
            continue
        words = QUESTIONS[name][1] if name in QUESTIONS else [name.split()[0], *QUESTIONS["fit --by"][1][1:]]
        path = written(options.folder, name if name in QUESTIONS else "fit --by", rows)
        clock = []
        for count in ("1", "2"):
            turns = []
            for _ in range(TURNS):
                begun = time.perf_counter()
                timed([options.lawlike, *words, path, "--format", "json", "--quiet", "--exit-zero", "--threads", count]
                      if words[0] in ("audit", "backtest")
                      else [options.lawlike, *words, path, "--format", "json", "--quiet", "--threads", count])
                turns.append(time.perf_counter() - begun)
            clock.append(min(turns))
        lines.append(f"| `{name}` | {rows:,} | {clock[0]:.2f} s | {clock[1]:.2f} s | {clock[0] / clock[1]:.2f} |")
        print(lines[-1], file=sys.stderr, flush=True)
    return lines


def microseconds(text):
    """A time as benchmarks print it."""
    number, unit = text.split()
    return float(number) * {"ns": 1e-3, "µs": 1.0, "ms": 1e3, "s": 1e6}[unit]


def benchmarks():
    """The least times of the benchmarks of the core, in microseconds, by path."""
    command = ["cargo", "bench", "-q", "-p", "lawlike", "--bench", "engine", "--", "surface", "curves"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    path, found = [], {}
    for line in said.splitlines():
        node = re.match(r"([│ ]*)[├╰]─ (.+?)(?:  +([0-9.]+ (?:ns|µs|ms|s)) |  +│|$)", line)
        if node:
            path = [*path[: len(node.group(1)) // 3], node.group(2).strip()]
            if node.group(3):
                found["/".join(path)] = microseconds(node.group(3))
    return found


def prototype(folder):
    """Microseconds of a fit and of four thousand replicates of the program in C; none where it is not there or cannot run."""
    shared = Path(os.environ.get("LAWLIKE_SHARED", ROOT.parent / "shared")) / "bench" / "prototype"
    if not (shared / "proto.c").exists() or shutil.which("gcc") is None:
        return None
    shutil.copy(shared / "pts.txt", folder)
    binary = os.path.join(folder, "proto")
    subprocess.run(["gcc", "-O3", "-march=native", "-ffast-math", shared / "proto.c", "-o", binary, "-lm"], check=True)
    runs = [subprocess.run([binary], cwd=folder, capture_output=True, text=True) for _ in range(5)]
    if any(run.returncode != 0 for run in runs):
        return None
    said = [run.stdout for run in runs]
    fits = [float(re.search(r"min time ([0-9.]+) us", text).group(1)) for text in said]
    draws = [1e6 * float(re.search(r"cpu ([0-9.]+) s", text).group(1)) for text in said]
    return sorted(fits)[2], sorted(draws)[2]


def engine(options):
    """The tables of the core."""
    found = benchmarks()
    lines = ["| objective | fit with certificate, named law | typed formula, other names | 1,000 replicates |", "|---|---|---|---|"]
    for objective in ("huber-log:1e-3", "lad", "log-ls", "ls"):
        fit, typed, draws = (found[f"surface/{each}/{objective}"] for each in ("fit_named", "fit_typed", "bootstrap_1000"))
        lines.append(f"| `{objective}` | {fit:.0f} µs | {typed / fit:.2f} x | {draws / 1e3:.0f} ms |")
    c = prototype(options.folder)
    if c:
        fit, draws = found["surface/fit_named/huber-log:1e-3"], 4 * found["surface/bootstrap_1000/huber-log:1e-3"]
        lines += [
            "",
            "| Huber(1e-3) on log residuals | lawlike | program in C for this law alone | ratio |",
            "|---|---|---|---|",
            f"| one fit; only lawlike's has a certificate | {fit:.0f} µs | {c[0]:.0f} µs | {fit / c[0]:.2f} |",
            f"| 4,000 replicates, a full search each | {draws / 1e6:.3f} s | {c[1] / 1e6:.3f} s | {draws / c[1]:.2f} |",
        ]
    curves = {name: f"{seconds / 1e6:.2f} s" for name, seconds in found.items() if name.startswith("curves/")}
    law = 'Some("power-floor")'
    lines += [
        "",
        "| 92 learning curves, 20,282 rows | law by rule or mixture | `power-floor` |",
        "|---|---|---|",
        f"| forecast of all | {curves['curves/forecast_92/None']} | {curves[f'curves/forecast_92/{law}']} |",
        f"| back-test of all | {curves['curves/backtest_92/None']} | {curves[f'curves/backtest_92/{law}']} |",
        f"| forecast of the 72 of images, two threads | {curves['curves/forecast_72']} | |",
    ]
    return lines


# What is measured, by the mark on the page.
PARTS = {"engine": engine, "questions": questions, "threads": threads}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lawlike", default="target/release/lawlike")
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(QUESTIONS))
    parser.add_argument("--parts", type=lambda text: text.split(","), default=list(PARTS))
    parser.add_argument("--folder", default=os.path.join(tempfile.gettempdir(), "lawlike-speed"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    page = PAGE.read_text(encoding="utf-8")
    for name in options.parts:
        text = "\n".join([f"{machine()}.", "", *PARTS[name](options)])
        print(f"{text}\n", flush=True)
        begin, end = f"<!-- measured: {name} -->\n", f"<!-- end: {name} -->\n"
        before, rest = page.split(begin)
        page = before + begin + text + "\n" + end + rest.split(end)[1]
    if options.write:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
