"""lawlike: does this scaling law predict what comes next, how exactly, and how far?

The same engine as the command ``lawlike``, and the same numbers to the last bit::

    import lawlike as ll

    audit = ll.audit(frame, y="loss")
    print(audit.word)
    fit = ll.fit("chinchilla", frame)
    fit.forecast(points).frame()

Frames are those of pandas, polars, pyarrow, any object with an Arrow stream, or a mapping of names to arrays; files,
folders and names of bundled sets are data too. Answers cannot be changed: ``value`` is the JSON of the command as typed
values, ``frame()`` its rows in the kind of frame that came in, ``to_json()`` its bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lawlike import plan
from lawlike._answers import Answer
from lawlike._draws import Draws
from lawlike._engine import __version__
from lawlike._frames import Table
from lawlike._law import Law
from lawlike._questions import (
    audit,
    backtest,
    check_law,
    cite,
    claim,
    claims,
    compare,
    datasets,
    describe,
    emergence,
    explain,
    fetch,
    fit,
    forecast,
    law,
    laws,
    passk,
    read,
    run_claims,
    tasks,
    trend,
)
from lawlike._results import Parameter
from lawlike.errors import DataError, InputError, LawError, LawlikeError, UsageError

if TYPE_CHECKING:
    from lawlike._regressor import LawRegressor

__all__ = [
    "Answer",
    "DataError",
    "Draws",
    "InputError",
    "Law",
    "LawError",
    "LawRegressor",
    "LawlikeError",
    "Parameter",
    "Table",
    "UsageError",
    "__version__",
    "audit",
    "backtest",
    "check_law",
    "cite",
    "claim",
    "claims",
    "compare",
    "datasets",
    "describe",
    "emergence",
    "explain",
    "fetch",
    "fit",
    "forecast",
    "law",
    "laws",
    "passk",
    "plan",
    "read",
    "run_claims",
    "tasks",
    "trend",
]


def __getattr__(name: str) -> Any:
    # scikit-learn is imported where it is asked for, and not before.
    if name == "LawRegressor":
        from lawlike._regressor import LawRegressor

        return LawRegressor
    raise AttributeError(f"module 'lawlike' has no attribute {name!r}")
