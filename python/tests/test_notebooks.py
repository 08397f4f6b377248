"""The example notebooks run from top to bottom, and are kept as they are written."""

from __future__ import annotations

import sys

import nbformat
import pytest
from conftest import ROOT

sys.path.append(str(ROOT / "python"))
import notebooks  # noqa: E402


@pytest.mark.parametrize("name", notebooks.NOTEBOOKS)
def test_notebooks_run(name: str) -> None:
    kept = nbformat.read(ROOT / "examples" / "notebooks" / f"{name}.ipynb", as_version=4)
    assert [cell.source for cell in kept.cells] == [text for _, text in notebooks.NOTEBOOKS[name]]
    ran = notebooks.run(name)
    outputs = [cell.outputs for cell in ran.cells if cell.cell_type == "code"]
    assert all(outputs), "every cell of code shows something"
    assert (ROOT / "examples" / "notebooks" / f"{name}.ipynb").stat().st_size < 300_000
