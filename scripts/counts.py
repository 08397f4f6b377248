"""Counts the instructions of key works under valgrind, and compares them with scripts/counts.txt.

    scripts/counts.py [--lawlike PATH] [--write]

Valgrind offers no vector instructions beyond AVX2, so processors with and without AVX-512 count the same. One thread; the count of
the start of the process (`--version`) is taken off. Ends with 1 where a work takes over 3 % more than is written; where it takes
over 3 % less it says so, and `--write` writes the counts anew.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import speed

HERE = os.path.dirname(os.path.abspath(__file__))
WRITTEN = os.path.join(HERE, "counts.txt")
GATE = 0.03
# Name, kind of table, rows, and words of the command.
WORKS = [
    ("fit", "fit", 240, ["fit", "--law", "chinchilla", "--checks", "none"]),
    ("fit-checks", "fit", 240, ["fit", "--law", "chinchilla"]),
    ("bootstrap", "fit", 240, ["fit", "--law", "chinchilla", "--checks", "none", "--bootstrap", "400"]),
    ("forecast", "forecast", 240, ["forecast", "--at", speed.POINTS]),
    ("backtest", "backtest", 120, ["backtest"]),
    ("fit-by", "fit --by", 9_000, ["fit", "--by", "curve", "--law", "power-floor", "--checks", "none"]),
    ("fit-large", "fit", 30_000, ["fit", "--law", "chinchilla", "--checks", "none"]),
    ("passk", "passk", 300, ["passk"]),
    ("trend", "trend", 300, ["trend", "--y", "price"]),
    ("tasks", "tasks", 300, ["tasks", "--chance", "0.25"]),
    ("emergence", "emergence", 120, ["emergence", "--task", "exact_match=loss", "--items", "1000"]),
    ("data-show", "fit", 30_000, ["data", "show"]),
]


def counted(command):
    """Instructions of a command, of all its processes and threads."""
    words = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", *command]
    done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if done.returncode != 0 or not found:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return int(found.group(1).replace(",", ""))


def written_before():
    """The counts that are written, by name."""
    with open(WRITTEN, encoding="utf-8") as file:
        lines = [line.split() for line in file if not line.startswith("#")]
    return {name: float(count) for name, count in lines}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lawlike", default="target/release/lawlike")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        points = os.path.join(folder, "points.csv")
        with open(points, "w", encoding="utf-8") as file:
            file.write("params,tokens\n1e11,1e13\n")

        def work(row):
            name, question, rows, words = row
            path = speed.written(folder, question, rows)
            words = [points if word == speed.POINTS else word for word in words]
            threads = [] if words[0] == "data" else ["--threads", "1"]
            command = [options.lawlike, *words, path, "--format", "json", "--quiet", *threads]
            return name, counted(command)

        for _, question, rows, _ in WORKS:
            speed.written(folder, question, rows)
        start = counted([options.lawlike, "--version"])
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            counts = [(name, (count - start) / 1e6) for name, count in pool.map(work, WORKS)]
    if options.write:
        with open(WRITTEN, "w", encoding="utf-8") as file:
            file.write("# Millions of instructions of a work (scripts/counts.py --write)\n")
            file.writelines(f"{name} {count:.1f}\n" for name, count in counts)
        return
    before = written_before()
    is_slower = False
    for name, count in counts:
        ratio = count / before.get(name, float("nan"))
        remark = ""
        if not ratio <= 1 + GATE:
            is_slower, remark = True, "  more than is written"
        elif ratio < 1 - GATE:
            remark = "  less than is written: write it anew"
        print(f"{name:12} {count:10.1f} million instructions, {100 * (ratio - 1):+.1f} %{remark}")
    sys.exit(1 if is_slower else 0)


if __name__ == "__main__":
    main()
