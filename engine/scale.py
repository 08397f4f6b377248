"""Time and memory of lawlike-worker over tables of growing size, beside DuckDB and Polars: the numbers of docs/reference/scale.md.

    python scale.py path/to/lawlike-worker 100000 1000000 10000000

Needs numpy, pyarrow, duckdb and polars. Every question runs in a process of its own; processor seconds and the greatest resident memory
are those that the system counted for it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

STEP = 1_000_000
RUNS = 1000
PLAIN = "SELECT run, count(*) AS n, avg(loss) AS mean, min(loss) AS best, sum(tokens) AS seen FROM {} GROUP BY run"


def write(path: Path, rows: int, first: int = 0) -> None:
    """Runs with a power law and a floor each, and samples of problems beside them; `first` is the number of the first row."""
    writer = None
    for start in range(0, rows, STEP):
        n = min(STEP, rows - start)
        draw = np.random.default_rng([7, first + start])
        run = draw.integers(0, RUNS, n, dtype=np.int32)
        params = 1e7 * 10 ** (3 * draw.random(n))
        tokens = 1e9 * 10 ** (3 * draw.random(n))
        floor = 1.5 + 0.5 * (run % 10) / 10
        loss = floor + 400 * params**-0.34 + 300 * tokens**-0.28 + 0.02 * draw.standard_normal(n)
        problem = draw.integers(0, 200, n, dtype=np.int32)
        right = (draw.random(n) < (problem / 200) ** 2).astype(np.int8)
        columns = {"run": run, "family": (run % 10).astype(np.int32), "params": params, "tokens": tokens, "loss": loss}
        table = pa.table({**columns, "problem": problem, "right": right})
        writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    writer.close()


def measured(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, processor seconds, greatest resident memory in MB."""
    clock = os.times().elapsed
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, used = os.wait4(child.pid, 0)
        if status:
            errors.seek(0)
            raise SystemExit(f"{command}: {errors.read().decode()}")
    return os.times().elapsed - clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    worker, sizes = sys.argv[1], [int(text) for text in sys.argv[2:]]
    folder = Path(os.environ.get("LAWLIKE_SCALE", tempfile.gettempdir())) / "lawlike-scale"
    folder.mkdir(exist_ok=True)
    threads = str(os.cpu_count())
    python = sys.executable
    print("question rows wall_s cpu_s peak_MB", flush=True)
    for rows in sizes:
        path = folder / f"rows{rows}.parquet"
        if not path.exists():
            # In a process of its own: a child is never counted smaller than its parent was.
            here = Path(__file__).parent
            code = f"import sys; sys.path.insert(0, {str(here)!r}); import scale; scale.write(scale.Path({str(path)!r}), {rows})"
            subprocess.run([python, "-c", code], check=True)
        data = str(path)
        surface = ["fit", "--law", "chinchilla", "--axis", "N=params", "--axis", "D=tokens", "--y", "loss", "--by", "family"]
        curve = ["fit", "--law", "power-floor", "--x", "tokens", "--y", "loss", "--by", "run"]
        passk = ["passk", "--model", "family", "--problem", "problem", "--correct", "right"]
        duckdb = f"import duckdb; duckdb.sql('set threads={threads}'); duckdb.sql(\"\"\"{PLAIN.format(repr(data))}\"\"\").fetchall()"
        polars = (
            f"import polars as pl; l = pl.col('loss'); pl.scan_parquet({data!r}).group_by('run').agg(pl.len(), l.mean(), "
            "l.min().alias('best'), pl.col('tokens').sum()).collect(engine='streaming')"
        )
        nothing = {"nothing (DuckDB)": "import duckdb; duckdb.sql('select 1').fetchall()", "nothing (Polars)": "import polars"}
        questions = {
            "plain aggregates, worker": [worker, "query", "--query", PLAIN.format("data"), data],
            "plain aggregates, DuckDB": [python, "-c", duckdb],
            "plain aggregates, Polars": [python, "-c", polars],
            **{name: [python, "-c", text] for name, text in nothing.items()},
            "one axis, 1000 groups": [worker, *curve, data],
            "two axes, 10 groups": [worker, *surface, data],
            "one axis, 1000 groups, 100 replicates": [worker, *curve, "--bootstrap", "100", data],
            "two axes, 10 groups, 100 replicates": [worker, *surface, "--bootstrap", "100", data],
            "pass@k": [worker, *passk, data],
        }
        for name, command in questions.items():
            if rows > int(os.environ.get("LAWLIKE_SCALE_REPLICATES", "10000000")) and "replicates" in name:
                continue
            wall, cpu, peak = measured(command)
            print(f"{name!r} {rows} {wall:.2f} {cpu:.2f} {peak:.0f}", flush=True)


if __name__ == "__main__":
    main()
