"""What tests share: the command beside the package, and one table in every kind of frame."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lawlike as ll
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS: dict[str, Callable[[pyarrow.Table], Any]] = {
    "pandas": lambda table: table.to_pandas(),
    "polars": polars.from_arrow,
    "pyarrow": lambda table: table,
    "dict": lambda table: {name: table[name].to_pylist() for name in table.column_names},
    "numpy": lambda table: {name: table[name].to_numpy() for name in table.column_names},
}


def command(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as it was built beside the package."""
    path = os.environ.get("LAWLIKE_COMMAND")
    if not path:
        pytest.skip("LAWLIKE_COMMAND names no command: scripts/python.sh does")
    return subprocess.run([path, *words], cwd=folder, capture_output=True, text=True, check=False)


def without_hash(text: str) -> str:
    """The text without checksums: a frame has another one than a file."""
    return re.sub(r"[0-9a-f]{64}", "-", text)


def bundled(name: str, where: Callable[[Any], Any] | None = None) -> pyarrow.Table:
    """A bundled set, or some of its rows, as a table of pyarrow."""
    frame = ll.read(name).to_polars()
    return (frame.filter(where(polars)) if where else frame).to_arrow()


@pytest.fixture(scope="session")
def sweep() -> pyarrow.Table:
    """A simulated sweep of runs."""
    return bundled("simulated-sweep")


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    """Every kind of frame."""
    return str(request.param)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[pyarrow.Table, str], Path]:
    """Write a table to a Parquet file that bears the name of a frame, so that messages agree."""

    def written(table: pyarrow.Table, name: str) -> Path:
        pyarrow.parquet.write_table(table, tmp_path / name)
        return tmp_path

    return written
