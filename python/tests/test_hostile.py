"""Hostile tables and words: each has the right answer or a typed error that says where and what to do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import lawlike as ll
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

TOKENS = [1e8, 2e8, 4e8, 8e8, 1.6e9, 3.2e9, 6.4e9, 1.28e10]
LOSS = [4.0, 3.6, 3.3, 3.1, 2.95, 2.85, 2.78, 2.72]


def fit(frame: Any, **keywords: Any) -> ll.Answer[Any]:
    return ll.fit("power-floor", frame, x="tokens", y="loss", **keywords)


EXPECTED = fit({"tokens": TOKENS, "loss": LOSS}).value["fit"]


@pytest.mark.parametrize(
    "frame",
    {
        "float32 made of halves": pd.DataFrame({"tokens": TOKENS, "loss": np.array(LOSS)}),
        "integers": pd.DataFrame({"tokens": np.array(TOKENS, dtype=np.int64), "loss": LOSS}),
        "nullable": pd.DataFrame({"tokens": pd.array(np.array(TOKENS, dtype=np.int64), dtype="Int64"), "loss": pd.array(LOSS, dtype="Float64")}),
        "unsigned": {"tokens": np.array(TOKENS, dtype=np.uint64), "loss": np.array(LOSS)},
        "strided": {"tokens": np.array([TOKENS, LOSS]).T[:, 0], "loss": np.array([TOKENS, LOSS]).T[:, 1]},
        "reversed": {"tokens": np.array(TOKENS[::-1])[::-1], "loss": LOSS},
        "objects": pd.DataFrame({"tokens": pd.Series(TOKENS, dtype=object), "loss": pd.Series(LOSS, dtype=object)}),
        "decimals": {"tokens": TOKENS, "loss": [Decimal(str(loss)) for loss in LOSS]},
        "arrow decimals": pa.table({"tokens": TOKENS, "loss": pa.array([Decimal(str(loss)) for loss in LOSS], pa.decimal128(9, 4))}),
        "text of numbers": {"tokens": [str(value) for value in TOKENS], "loss": [str(value) for value in LOSS]},
        "categories": pd.DataFrame({"tokens": pd.Categorical(TOKENS), "loss": LOSS}),
        "dictionary": pa.table({"tokens": pa.array(TOKENS).dictionary_encode(), "loss": LOSS}),
        "index": pd.DataFrame({"tokens": TOKENS, "loss": LOSS}, index=range(7, 15)),
        "index with a name": pd.DataFrame({"loss": LOSS}, index=pd.Index(TOKENS, name="tokens")),
        "tuples": {"tokens": tuple(TOKENS), "loss": tuple(LOSS)},
        "series": {"tokens": pl.Series(TOKENS), "loss": pd.Series(LOSS)},
        "masked": {"tokens": np.ma.masked_array([*TOKENS, 1.0], [False] * 8 + [True]), "loss": [*LOSS, None]},
        "missing rows": pl.DataFrame({"tokens": [*TOKENS, None], "loss": [*LOSS, None]}),
        "not a number is missing": pl.DataFrame({"tokens": [*TOKENS, float("nan")], "loss": [*LOSS, float("nan")]}),
        "unused columns": pl.DataFrame({"tokens": TOKENS, "loss": LOSS, "list": [[1]] * 8, "struct": [{"a": 1}] * 8, "bytes": [b"\xff"] * 8, "time": [dt.timedelta(1)] * 8, "none": [None] * 8}),
        "unused objects": pd.DataFrame({"tokens": TOKENS, "loss": LOSS, "mixed": [1, "a", None, [2], {}, 2.5, dt.date(2024, 1, 1), object]}),
    }.items(),
    ids=lambda item: item[0],
)  # fmt: skip
def test_unusual_frames_have_the_right_answer(frame: tuple[str, Any]) -> None:
    found = fit(frame[1], skip_bad=frame[0] in ("missing rows", "not a number is missing", "masked")).value["fit"]
    assert found["parameters"] == EXPECTED["parameters"]


def test_narrow_floats_are_widened_exactly() -> None:
    narrow = np.array(LOSS, dtype=np.float32)
    wide = fit({"tokens": TOKENS, "loss": narrow.astype(np.float64)}).to_json()
    assert fit({"tokens": TOKENS, "loss": narrow}).to_json() == wide
    assert fit(pa.table({"tokens": TOKENS, "loss": pa.array(narrow)})).to_json() == wide


def test_dates_of_any_kind_are_dates() -> None:
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=90 * n) for n in range(16)]
    values = [1.3**n for n in range(16)]
    expected = ll.trend({"date": [day.isoformat() for day in days], "horizon": values}, y="horizon").value["series"]
    noon = [dt.datetime(day.year, day.month, day.day, tzinfo=dt.timezone.utc) for day in days]
    east = [moment.astimezone(dt.timezone(dt.timedelta(hours=9))) for moment in noon]
    for name, column in {
        "date": days,
        "datetime": [moment.replace(tzinfo=None) for moment in noon],
        "zone": east,
        "numpy": np.array(days, dtype="datetime64[D]"),
        "nanoseconds": np.array(days, dtype="datetime64[ns]"),
        "pandas": pd.Series(pd.to_datetime(days)),
        "pandas with a zone": pd.Series(pd.to_datetime(east)).dt.tz_convert("Asia/Tokyo"),
        "polars": pl.Series(days),
        "polars with a zone": pl.Series(noon).dt.convert_time_zone("Asia/Tokyo"),
        "arrow": pa.array(days, pa.date64()),
    }.items():
        found = ll.trend({"date": column, "horizon": values}, y="horizon")
        assert found.value["series"] == expected, name


NO_TABLES: dict[str, tuple[Any, str]] = {
    "no rows": (pd.DataFrame({"tokens": [], "loss": []}), "no row"),
    "no columns": ({}, "no row"),
    "empty polars": (pl.DataFrame(), "no row"),
    "uneven": ({"tokens": TOKENS, "loss": LOSS[:3]}, "`loss`"),
    "two of a name": (pd.DataFrame([[1, 2]], columns=["loss", "loss"]), "`loss`"),
    "names that are numbers": ({1: TOKENS, "loss": LOSS}, "name of a column"),
    "a matrix": ({"tokens": np.ones((8, 2)), "loss": LOSS}, "`tokens`"),
    "a number": (3.0, "is no table"),
    "a scalar column": ({"tokens": 1.0, "loss": LOSS}, "`tokens`"),
    "text for a column": ({"tokens": "12345678", "loss": LOSS}, "`tokens`"),
    "an array": (np.ones((8, 2)), "is no table"),
    "a folder that is not there": ("no/such/folder", "no/such/folder"),
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_an_input_error(name: str) -> None:
    frame, shown = NO_TABLES[name]
    with pytest.raises(ll.InputError) as error:
        fit(frame)
    assert shown in error.value.text and error.value.code == 2


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table, dict], ids=["pandas", "polars", "pyarrow", "dict"])
def test_values_that_cannot_be_are_errors_with_their_row(make: Any) -> None:
    for bad, shown in ((-2.5, "-2.5"), (float("inf"), "inf")):
        with pytest.raises(ll.InputError, match="<data>, row 3, column `tokens`.*" + shown):
            fit(make({"tokens": [*TOKENS[:2], bad, *TOKENS[3:]], "loss": LOSS}))
    with pytest.raises(ll.InputError, match=r"row 3, column `loss`.*broken"):
        fit(make({"tokens": TOKENS, "loss": [*map(str, LOSS[:2]), "broken", *map(str, LOSS[3:])]}))


def test_a_column_of_several_types_is_an_error_where_it_is_asked_for() -> None:
    mixed = [*LOSS[:4], "n/k", *LOSS[5:]]
    for frame in ({"tokens": TOKENS, "loss": mixed}, pd.DataFrame({"tokens": TOKENS, "loss": mixed})):
        with pytest.raises(ll.InputError, match=r"row 5, column `loss`.*n/k"):
            fit(frame)
    with pytest.raises(ll.LawlikeError, match="loss"):
        fit(pl.DataFrame({"tokens": TOKENS, "loss": [[loss] for loss in LOSS]}))


def test_wrong_words_are_typed_errors() -> None:
    frame = {"tokens": TOKENS, "loss": LOSS}
    with pytest.raises(ll.DataError, match="`los`"):
        ll.fit("power-floor", frame, x="tokens", y="los")
    with pytest.raises(ll.LawError, match="power-flor"):
        ll.fit("power-flor", frame)
    with pytest.raises(ll.LawError):
        ll.fit("E + A*tokens^", frame)
    with pytest.raises(ll.LawError, match="mine"):
        ll.fit(ll.Law("E + A*x^-a", name="mine", bounds={"b": (0, 1)}), frame)
    with pytest.raises(ll.UsageError, match="objective"):
        fit(frame, objective="least")
    with pytest.raises(ll.UsageError, match="threads"):
        fit(frame, threads=0)
    with pytest.raises(ll.UsageError, match="seed"):
        fit(frame, seed=-1)
    with pytest.raises(ll.UsageError, match="bootstrap"):
        fit(frame, bootstrap="many")
    with pytest.raises(ll.UsageError, match="skip_bad"):
        fit(frame, skip_bad="yes")
    with pytest.raises(ll.LawlikeError, match="--where"):
        fit(frame, where="tokens >")
    with pytest.raises(ll.UsageError, match="--on"):
        fit(frame, join={"a": [1]})
    with pytest.raises(TypeError, match="colour"):
        fit(frame, colour="red")
    with pytest.raises(ll.UsageError, match="DataFrame is no law"):
        ll.fit(pd.DataFrame(frame), "power-floor")
    with pytest.raises(ll.UsageError, match="empty list"):
        ll.audit([])
    assert issubclass(ll.DataError, ValueError)


def test_text_of_frames_is_escaped_where_it_is_written() -> None:
    frame = {"tokens": TOKENS * 2, "loss": LOSS * 2, "run": ["<script>alert(1)</script>"] * 8 + ["a\x1b[31mb"] * 8}
    answer = ll.fit("power-floor", frame, x="tokens", y="loss", by="run")
    # The page has a script of its own, whose hash its policy names.
    assert "<script>alert" not in answer.to_html() and "<script>" not in answer._repr_html_()
    assert "\x1b" not in answer.text() and "\x1b" not in "".join(answer.notices)
    assert set(answer.groups) == set(frame["run"])
