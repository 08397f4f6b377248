"""Times the commands on generated tables of growing length, and prints the tables of docs/reference/speed.md.

    scripts/speed.py [--lawlike PATH] [--largest ROWS] [--only NAME,...] [--folder DIR]

Each command answers in JSON on one thread. Seconds are processor seconds of the whole process, the least of the turns; memory is
the greatest resident size. The exponent is the slope of seconds over rows, in logarithms, between the smallest table and
the largest; the time that an answer takes on a table of three hundred rows is taken off first.
"""

import argparse
import math
import os
import random
import subprocess
import sys
import tempfile

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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lawlike", default="target/release/lawlike")
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(QUESTIONS))
    parser.add_argument("--folder", default=os.path.join(tempfile.gettempdir(), "lawlike-speed"))
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    sizes = [rows for rows in SIZES if rows <= options.largest]
    head = "".join(f" {rows:,} rows |" for rows in sizes)
    print(f"| command |{head} memory at the largest | exponent |")
    print("|---" * (len(sizes) + 3) + "|")
    for name in options.only:
        start, _ = measured(options, name, FEW)
        found = [measured(options, name, rows) for rows in sizes]
        beyond = [max(seconds - start, 0.001) for seconds, _ in found]
        exponent = math.log(beyond[-1] / beyond[0]) / math.log(sizes[-1] / sizes[0]) if len(sizes) > 1 else math.nan
        cells = "".join(f" {seconds:.2g} s |" for seconds, _ in found)
        print(f"| `{name}` |{cells} {found[-1][1]:.0f} MB | {exponent:.2f} |", flush=True)


if __name__ == "__main__":
    main()
