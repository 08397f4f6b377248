"""The types of what functions take."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    from lawlike._law import Law

Kind: TypeAlias = Literal["pandas", "polars", "pyarrow", "dict", "table"]
"""A kind of frame; ``table`` is :class:`lawlike.Table`."""


@runtime_checkable
class ArrowStream(Protocol):
    """Anything that hands out an Arrow C stream: frames of pandas, polars, pyarrow, DuckDB and others."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """Hand out the stream, in a capsule."""
        ...


@runtime_checkable
class Columned(Protocol):
    """A frame with named columns, such as that of pandas."""

    @property
    def columns(self) -> Any:
        """Names of the columns."""
        ...

    def __getitem__(self, key: Any, /) -> Any:
        """Look a column up."""
        ...


Path: TypeAlias = "str | os.PathLike[str]"
Frame: TypeAlias = "ArrowStream | Columned | Mapping[str, Any]"
"""A table in memory: a frame, an Arrow stream, or a mapping of names to arrays of equal length."""
Data: TypeAlias = "Path | Sequence[Path] | Frame"
"""A frame, or files, folders or the name of a bundled set."""
LawLike: TypeAlias = "str | os.PathLike[str] | Law"
"""A law: ``auto``, a name, a formula, a TOML file, or a :class:`lawlike.Law`."""
Text: TypeAlias = "str | float"
Texts: TypeAlias = "Text | Sequence[Text]"
Numbers: TypeAlias = "float | Sequence[float]"
Day: TypeAlias = "str | date"
Days: TypeAlias = "Day | Sequence[Day]"
Assignments: TypeAlias = "str | Sequence[str] | Mapping[str, float | str | tuple[float | None, float | None]]"
"""``{"E": 1.69}``, ``{"alpha": (0.2, 0.6)}``, or the words of the command."""
Progress: TypeAlias = "bool | Callable[[str, float], object] | None"
"""A function of the stage and the seconds so far, or ``True`` for a bar (tqdm) or a line."""
Json: TypeAlias = "dict[str, Any]"
