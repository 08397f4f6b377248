"""The recipes of the guide for many series, as they stand there: each gives the rows of one call over all runs."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import lawlike as ll
import pyarrow
import pyarrow.parquet
import pytest
from conftest import ROOT

GUIDE = (ROOT / "docs/guide/many-series.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"```python\n# file: (\S+)\n(.*?)```", GUIDE, re.DOTALL))
#: What a recipe needs beside what the tests have.
NEEDS = {"with_dask.py": "dask", "with_ray.py": "ray", "with_spark.py": "pyspark"}
RUN = [name for name in RECIPES if name not in ("fitting.py", "with_spark.py")]


def runs() -> pyarrow.Table:
    """Twelve runs along tokens, whose loss falls to a floor of their own."""
    names = [f"run-{at}" for at in range(12) for _ in range(10)]
    tokens = [1e8 * 2.0**step for _ in range(12) for step in range(10)]
    loss = [1.5 + 0.02 * (row // 10) + 300 * each**-0.28 * (1 + 0.002 * (row % 3 - 1)) for row, each in enumerate(tokens)]
    return pyarrow.table({"run": names, "tokens": tokens, "loss": loss})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files and recipes, as a user would have them: three files of whole runs."""
    (tmp_path / "runs").mkdir()
    for at, name in enumerate("abc"):
        pyarrow.parquet.write_table(runs().slice(at * 40, 40), tmp_path / "runs" / f"{name}.parquet")
    for name, code in RECIPES.items():
        (tmp_path / name).write_text(code)
    return tmp_path


def rows(table: pyarrow.Table) -> list[dict[str, Any]]:
    return sorted(table.to_pylist(), key=lambda row: (int(row["group"].split("-")[1]), row["parameter"]))


@pytest.mark.parametrize("name", RUN)
def test_recipes_give_the_rows_of_one_call(name: str, folder: Path) -> None:
    if find_spec(NEEDS.get(name, "pyarrow")) is None:
        pytest.skip(f"{NEEDS[name]} is not installed")
    about = {**os.environ, "RAY_USAGE_STATS_ENABLED": "0", "RAY_DEDUP_LOGS": "0", "RAY_TMPDIR": "/tmp"}
    ran = subprocess.run([sys.executable, name], cwd=folder, env=about, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    fits = folder / "fits.parquet" if (folder / "fits.parquet").exists() else folder / "fits"
    found = pyarrow.parquet.read_table(fits)
    expected = ll.fit("power-floor", runs(), x="tokens", y="loss", by="run").frame("pyarrow")
    assert rows(found.select(expected.column_names)) == rows(expected)
    assert len(rows(found)) == 36


def test_the_recipe_for_spark_is_python_and_works_on_batches(folder: Path) -> None:
    """Spark needs Java: what it would call is called here, with batches as it hands them over."""
    tree = ast.parse(RECIPES["with_spark.py"])
    tree.body = [node for node in tree.body if "pyspark" not in ast.dump(node) and not isinstance(node, ast.If)]
    code = ast.unparse(tree) + "\nimport pyarrow.parquet as pq\nall = pq.read_table('runs/a.parquet')\n"
    code += "print(sum(batch.num_rows for batch in fit_part(iter(all.to_batches(max_chunksize=7)))), list(fit_part(iter([]))))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.stdout.split("\n")[0] == "12 []", ran.stderr
