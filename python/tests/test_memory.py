"""Numbers of a frame are read where they stand: what a call takes beside the frame, measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import KINDS, ROOT

ROWS, COLUMNS = 1_000_000, 8
#: Megabytes of one column.
COLUMN = ROWS * 8 / 1e6

#: Megabytes at the highest above what there was before, after a first call of the same kind.
MEASURE = """
import gc, re, sys
sys.path.append({tests!r})
import numpy, pyarrow
import lawlike as ll
from conftest import KINDS
from lawlike._frames import table_of

def status(name):
    return int(re.search(name + r":\\s+(\\d+) kB", open("/proc/self/status").read())[1]) * 1024 / 1e6

def table(rows):
    random = numpy.random.default_rng(0)
    names = ["params", "tokens", "loss", *(f"extra_{{at}}" for at in range({columns} - 3))]
    columns = {{name: random.uniform(1, 9, rows) for name in names}}
    columns["tokens"] = (columns["tokens"] * 1e9).astype(numpy.int64)
    if {chunked}:
        return pyarrow.concat_tables([pyarrow.table({{name: part[at::2] for name, part in columns.items()}}) for at in range(2)])
    return pyarrow.table(columns)

def frame(rows):
    made = KINDS[{kind!r}](table(rows))
    gc.collect()
    return made

def call(data):
    return {call}

call(frame(5000))
data = frame({rows})
# pandas looks at its blocks once.
call(data)
gc.collect()
open("/proc/self/clear_refs", "w").write("5")
before = status("VmRSS")
call(data)
print(status("VmHWM") - before)
"""

linux = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux says how much memory was used at the highest")


def peak(kind: str, call: str, chunked: bool = False) -> float:
    """Megabytes that a call takes at its highest, in a process of its own."""
    words: dict[str, Any] = {"tests": str(ROOT / "python/tests"), "columns": COLUMNS, "rows": ROWS}
    code = MEASURE.format(kind=kind, call=call, chunked=chunked, **words)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return float(ran.stdout)


@linux
@pytest.mark.parametrize(("kind", "chunked"), [*((kind, False) for kind in KINDS if kind != "dict"), ("pyarrow", True), ("polars", True)])
def test_a_frame_becomes_a_table_without_a_copy(kind: str, chunked: bool) -> None:
    # Bits that say which rows are missing would be the eighth part of a column.
    assert peak(kind, "table_of('<data>', data)", chunked) < COLUMN / 2


@linux
def test_what_is_copied_is_seen() -> None:
    """Numbers of 32 bits are widened: the measure above sees the copies."""
    assert peak("numpy", "table_of('<data>', {name: part.astype('float32') for name, part in data.items()})") > COLUMN * COLUMNS


@linux
@pytest.mark.parametrize("kind", ["numpy", "pandas", "polars"])
def test_observations_are_the_only_copy(kind: str) -> None:
    """Describing a frame takes the columns once as observations; groups, lines and a table of rows are some seven more."""
    assert peak(kind, "ll.describe(data)") < COLUMN * (2 * COLUMNS + 4)
