"""What a user writes, for the checkers of types: this file is checked, and never run."""

from __future__ import annotations

from pathlib import Path

import lawlike as ll
import numpy as np
import polars as pl
from numpy.typing import NDArray


def frames(data: pl.DataFrame, losses: NDArray[np.float64]) -> float:
    """Frames, laws, and the values of answers."""
    audit = ll.audit(data, y="loss", cut="last:20%", tolerance=0.02)
    word: str = audit.word
    code: int = audit.code
    law = ll.Law("E + A*N^-alpha", inputs=["N"], bounds={"alpha": (0.0, None)})
    fit = ll.fit(law, {"N": [1e6, 1e7], "loss": losses}, fix={"E": 1.7}, bootstrap=100)
    parameter: ll.Parameter = fit.parameters["alpha"]
    forecast = fit.forecast(data.lazy().collect())
    response: str = forecast.value["response"]
    rows = forecast.frame("polars")
    assert rows is not None and word and code >= 0 and response
    return parameter.value


def files(folder: Path) -> None:
    """Files, plans, and errors."""
    table: ll.Table = ll.read([folder / "runs.csv"], skip_bad=True)
    plan = ll.plan.compute_optimal(table, budget=[1e21, 1e22], replicates=100)
    agent = ll.plan.agent(right="97/100", calls=[1, 10])
    text: str = plan.to_json() + agent.text(full=True)
    try:
        ll.compare(table, law=["chinchilla", law()], y="loss")
    except ll.DataError as error:
        text += error.text
    ll.trend(folder / "models.csv", y="score", at=["2027-01-01"], progress=lambda stage, seconds: print(stage, seconds))
    assert text


def law() -> ll.Law:
    """A law of one's own."""
    return ll.Law("A*N^-a*D^-b", name="mine")
