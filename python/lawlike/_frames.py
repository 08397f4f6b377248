"""Frames in and out: anything tabular becomes a table of the engine, rows of an answer become the caller's kind of frame."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timezone
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from numbers import Integral, Real
from typing import Any, cast

from lawlike._engine import RawTable
from lawlike._types import Kind
from lawlike.errors import InputError

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
#: Bytes of an array from which on a copy costs more than the import of pyarrow is felt.
_LARGE = 1 << 20
_LEAST, _MOST = -(2**63), 2**63 - 1


def _module(name: str) -> Any:
    """The module, if somebody has imported it: what it made cannot be here otherwise."""
    return sys.modules.get(name)


def _loaded(name: str) -> Any:
    return import_module(name)


def kind_of(data: object) -> Kind:
    """The kind of frame that rows of an answer should have: that of the data."""
    pandas, polars, pyarrow = _module("pandas"), _module("polars"), _module("pyarrow")
    if pandas is not None and isinstance(data, pandas.DataFrame):
        return "pandas"
    if polars is not None and isinstance(data, (polars.DataFrame, polars.LazyFrame)):
        return "polars"
    if isinstance(data, Mapping):
        return "dict"
    if isinstance(data, Table) or data is None or isinstance(data, (str, Sequence)) or hasattr(data, "__fspath__"):
        return "table"
    return "pyarrow" if pyarrow is not None else "table"


class Table:
    """A table: what a file held, or the rows of an answer.

    Columns are whole numbers, numbers, true or false, or text; a missing value is null. It hands out an Arrow C stream
    (``__arrow_c_stream__``), so pandas, polars, pyarrow and DuckDB read it without a copy of their own kind being made
    first.
    """

    __slots__ = ("_raw",)
    _raw: RawTable

    def __init__(self, raw: RawTable) -> None:
        object.__setattr__(self, "_raw", raw)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a table cannot be changed: make a frame of it")

    def __arrow_c_schema__(self) -> object:
        return self._raw.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._raw.__arrow_c_stream__(requested_schema)

    @property
    def name(self) -> str:
        """The files that it was read from; of rows of an answer, empty."""
        return self._raw.name

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in their order."""
        return self._raw.names

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        return self._raw.rows, len(self._raw.names)

    def __len__(self) -> int:
        return self._raw.rows

    def __getitem__(self, name: str) -> list[Any]:
        if name not in self._raw.names:
            raise KeyError(name)
        return list(self._raw.values(self._raw.names.index(name)))

    def to_dict(self) -> dict[str, list[Any]]:
        """Return the columns as lists; a missing value is ``None``."""
        return {name: list(self._raw.values(at)) for at, name in enumerate(self._raw.names)}

    def to_pandas(self) -> Any:
        """Return a frame of pandas."""
        return shaped(self, "pandas")

    def to_polars(self) -> Any:
        """Return a frame of polars."""
        return shaped(self, "polars")

    def to_pyarrow(self) -> Any:
        """Return a table of pyarrow."""
        return shaped(self, "pyarrow")

    def __repr__(self) -> str:
        rows, columns = self.shape
        return f"<lawlike.Table, {rows} rows, {columns} columns: {', '.join(self.columns)}>"


def shaped(table: Table, kind: Kind) -> Any:
    """The rows as a frame of that kind."""
    if kind == "table":
        return table
    if kind == "dict":
        return table.to_dict()
    if kind == "pandas":
        return _loaded("pandas").DataFrame(table.to_dict(), columns=table.columns)
    if kind == "polars":
        return _loaded("polars").DataFrame(table)
    if kind == "pyarrow":
        return _loaded("pyarrow").table(table)
    raise InputError(f"no kind of frame `{kind}`: it is pandas, polars, pyarrow, dict or table")


def table_of(name: str, data: object) -> RawTable:
    """The table of the engine for a frame; ``name`` stands in messages where the name of a file would."""
    if isinstance(data, Table) and data.name:
        return data._raw  # pyright: ignore[reportPrivateUsage]
    try:
        return _table_of(name, data)
    except InputError:
        raise
    except (TypeError, ValueError) as error:
        raise InputError(f"{error}" if name in str(error) else f"{name}: {error}") from error


def _table_of(name: str, data: Any) -> RawTable:
    polars, pandas = _module("polars"), _module("pandas")
    if polars is not None and isinstance(data, polars.LazyFrame):
        data = data.collect()
    if polars is not None and isinstance(data, polars.DataFrame) and polars.Null in data.dtypes:
        # Columns without a type are handed out in a form that readers of Arrow refuse.
        data = data.cast({polars.Null: polars.String})
    if pandas is not None and isinstance(data, pandas.DataFrame):
        return _of_pandas(name, data)
    if isinstance(data, Mapping):
        columns: list[tuple[Any, Any]] = list(cast("Any", data).items())
        return RawTable.from_columns(name, [_column(name, key, values) for key, values in columns])
    if hasattr(data, "__arrow_c_stream__"):
        return RawTable.from_arrow(name, data, [])
    for method in ("arrow", "to_arrow_table", "to_arrow"):
        if hasattr(data, method):
            return _table_of(name, getattr(data, method)())
    raise InputError(
        f"{name}: a {type(cast('object', data)).__name__} is no table: give a frame of pandas, polars or pyarrow, an Arrow stream, "
        "a mapping of names to arrays, or the name of a file"
    )


def _of_pandas(name: str, data: Any) -> RawTable:
    """A frame of pandas. An index with a name is a column; one without is only a count of rows."""
    names = [level for level in data.index.names if level is not None]
    if names:
        data = data.reset_index(level=names)
    columns = [str(column) for column in data.columns]
    twice = sorted({column for column in columns if columns.count(column) > 1}) if len(set(columns)) < len(columns) else []
    if twice:
        raise InputError(f"{name}: two columns are called `{twice[0]}`: rename one")
    return RawTable.from_columns(name, [_column(name, column, data.iloc[:, at]) for at, column in enumerate(columns)])


def _column(table: str, name: object, values: Any) -> tuple[str, str, object]:
    """A column of the engine: its name, its kind, and values of that kind."""
    if not isinstance(name, str):
        raise InputError(f"{table}: the name of a column is text, not {name!r}: rename it")
    try:
        kind, values = _typed(values)
    except (TypeError, ValueError) as error:
        raise InputError(f"{table}, column `{name}`: {error}") from error
    return name, kind, values


def _typed(values: Any) -> tuple[str, object]:
    pandas, numpy = _module("pandas"), _module("numpy")
    if pandas is not None and isinstance(values, (pandas.Series, pandas.Index)):
        return _of_series(values)
    if numpy is not None and isinstance(values, numpy.ndarray):
        return _of_array(numpy, values)
    if hasattr(values, "__arrow_c_stream__") or hasattr(values, "__arrow_c_array__"):
        return "arrow", values
    if hasattr(values, "tolist"):
        values = values.tolist()
    if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        raise ValueError("a column is an array or a list of values, one a row")
    return _of_list(list(values))


def _of_series(series: Any) -> tuple[str, object]:
    pandas, numpy, pyarrow = _module("pandas"), _module("numpy"), _module("pyarrow")
    kind = series.dtype
    if isinstance(kind, pandas.CategoricalDtype):
        return _of_list([None if value != value else value for value in series.tolist()])
    if isinstance(kind, pandas.DatetimeTZDtype):
        return _of_array(numpy, series.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy())
    if isinstance(kind, numpy.dtype):
        return _of_array(numpy, series.to_numpy())
    if pyarrow is not None:
        return "arrow", pyarrow.array(series, from_pandas=True)
    return _of_list(series.astype(object).tolist())


def _of_array(numpy: Any, array: Any) -> tuple[str, object]:
    """An array of NumPy. One of 64-bit numbers is read where it stands, by way of pyarrow; without it, it is copied once."""
    if numpy.ma.isMaskedArray(array):
        return _of_list(array.tolist())
    if array.ndim != 1:
        raise ValueError(f"an array of shape {array.shape} is no column: give one with one dimension")
    letter, size = array.dtype.kind, array.dtype.itemsize
    if letter in "fi" and size == 8 and array.dtype.isnative and array.flags.c_contiguous and _has_arrow(array.nbytes):
        return "arrow", _loaded("pyarrow").array(array)
    if letter == "f" and size <= 8:
        return "f8", array.astype(numpy.float64, copy=False)
    if letter == "b":
        return "b1", array
    if letter == "i" or (letter == "u" and (size < 8 or not (array > _MOST).any())):
        return "i8", array.astype(numpy.int64, copy=False)
    if letter == "u":
        return "f8", array.astype(numpy.float64)
    if letter == "M":
        return "M8", array.astype("datetime64[s]").astype(numpy.int64)
    return _of_list(array.tolist())


def _has_arrow(size: int) -> bool:
    """Whether pyarrow is here, or worth being imported for so many bytes."""
    return _module("pyarrow") is not None or (size >= _LARGE and find_spec("pyarrow") is not None)


def _is_missing(value: object) -> bool:
    if value is None:
        return True
    pandas = _module("pandas")
    if pandas is not None and (value is pandas.NA or value is pandas.NaT):
        return True
    return isinstance(value, float) and math.isnan(value)


def _of_list(values: list[Any]) -> tuple[str, object]:
    """Values one by one: of one kind, or else as text, each as it would stand in a file."""
    if set(map(type, values)) <= {str, type(None)} and values.count(None) < len(values):
        return "text", values
    told = [value for value in values if not _is_missing(value)]
    numpy = _module("numpy")
    booleans = (bool,) if numpy is None else (bool, numpy.bool_)

    def every(kinds: type | tuple[type, ...], but: tuple[type, ...] = ()) -> bool:
        return all(isinstance(value, kinds) and not (but and isinstance(value, but)) for value in told)

    def each(read: Any) -> list[Any]:
        return [None if _is_missing(value) else read(value) for value in values]

    if not told:
        return "text", [None] * len(values)
    if every(str):
        return "text", each(str)
    if every(booleans):
        return "boolean", each(bool)
    if every(Integral, booleans) and all(_LEAST <= value <= _MOST for value in told):
        return "integer", each(int)
    if every((Real, Decimal), booleans):
        return "number", [math.nan if _is_missing(value) else float(value) for value in values]
    if every(datetime):
        return "stamp", each(_seconds)
    if every(date, (datetime,)):
        return "text", each(date.isoformat)
    return "text", each(_cell)


def _cell(value: object) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)


def _seconds(moment: datetime) -> int:
    """Seconds since 1970, rounded down; a time without a zone is taken as UTC."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=timezone.utc)
    return math.floor((aware - _EPOCH).total_seconds())
