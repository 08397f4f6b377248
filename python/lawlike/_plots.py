"""Drawings with matplotlib. They compute nothing: they show what an answer holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lawlike._answers import Answer
from lawlike._results import Audit, Fits, Forecast, Passk, Trend
from lawlike.errors import UsageError


def draw(answer: Answer[Any], ax: Any = None) -> Any:
    """Draw an answer on axes, and return them."""
    drawings: dict[type, Callable[[Answer[Any], Any], None]] = {
        Audit: _audit,
        Fits: _fits,
        Forecast: _forecast,
        Passk: _passk,
        Trend: _trend,
    }
    drawing = drawings.get(type(answer))
    if drawing is None:
        raise UsageError(f"no drawing of {type(answer).__name__}: frame() has its rows")
    if ax is None:
        from matplotlib import pyplot

        ax = pyplot.subplots()[1]
    drawing(answer, ax)
    return ax


def _columns(answer: Answer[Any]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = answer.frame("dict")
    return columns


def _audit(answer: Answer[Any], ax: Any) -> None:
    """Error of the law and of the baselines at every cut."""
    cuts: list[Any] = answer.value["backtest"]["cuts"] if answer.value.get("backtest") else []
    distances = [cut["distance"] for cut in cuts]
    ax.plot(distances, [cut["law"]["median_error"] for cut in cuts], "o-", label=answer.value["law"]["name"])
    for name in dict.fromkeys(rival for cut in cuts for rival in cut["rivals"]):
        ax.plot(distances, [cut["rivals"].get(name) for cut in cuts], ".--", linewidth=0.8, label=name)
    ax.set_xlabel(f"distance beyond the data ({answer.value['distance_unit']})")
    ax.set_ylabel("median absolute error")
    ax.set_title(answer.value["verdict"]["headline"])
    ax.legend(fontsize="small")


def _fits(answer: Answer[Any], ax: Any) -> None:
    """Parameters with their 95 % intervals, each over its own size."""
    rows = _columns(answer)
    names = [" ".join(filter(None, pair)) for pair in zip(map(_word, rows["group"]), rows["parameter"], strict=True)]
    for at, (value, lo, hi) in enumerate(zip(rows["value"], rows["lo95"], rows["hi95"], strict=True)):
        if None not in (value, lo, hi) and value:
            ax.plot([lo / value, hi / value], [at, at], "-", color="tab:blue")
        ax.plot([1], [at], "o", color="tab:blue")
    ax.set_yticks(range(len(names)), names)
    ax.set_xlabel("95 % interval over the estimate")


def _word(value: object) -> str:
    return "" if value is None else str(value)


def _forecast(answer: Answer[Any], ax: Any) -> None:
    """Medians and intervals, along the first column of numbers that varies."""
    rows = _columns(answer)
    numbers = [name for name in list(rows)[: list(rows).index("median")] if _varies(rows[name])]
    at = [float(value) for value in rows[numbers[0]]] if numbers else [float(n) for n in range(len(rows["median"]))]
    order = sorted((n for n in range(len(at)) if rows["median"][n] is not None), key=lambda n: at[n])
    places = [at[n] for n in order]
    for lo, hi, shade in (("lo95", "hi95", 0.15), ("lo80", "hi80", 0.25), ("lo50", "hi50", 0.35)):
        ax.fill_between(places, [rows[lo][n] for n in order], [rows[hi][n] for n in order], color="tab:blue", alpha=shade, linewidth=0)
    ax.plot(places, [rows["median"][n] for n in order], "o-", color="tab:blue")
    ax.set_xlabel(numbers[0] if numbers else "point")
    ax.set_ylabel(answer.value["response"])
    if places and places[0] > 0 and places[-1] / places[0] > 30:
        ax.set_xscale("log")


def _varies(values: list[Any]) -> bool:
    return all(isinstance(value, (int, float)) for value in values) and len(set(values)) > 1


def _passk(answer: Answer[Any], ax: Any) -> None:
    """pass@k of every model with its 95 % interval."""
    rows = _columns(answer)
    for model in dict.fromkeys(rows["model"]):
        own = [n for n, name in enumerate(rows["model"]) if name == model]
        k = [rows["k"][n] for n in own]
        ax.plot(k, [rows["estimate"][n] for n in own], "o-", label=_word(model))
        ax.fill_between(k, [rows["lo95"][n] for n in own], [rows["hi95"][n] for n in own], alpha=0.2, linewidth=0)
    ax.set_xscale("log")
    ax.set_xlabel("samples k")
    ax.set_ylabel("pass@k")
    ax.legend(fontsize="small")


def _trend(answer: Answer[Any], ax: Any) -> None:
    """Doublings a year of every series with their 95 % intervals."""
    rows = _columns(answer)
    if "doublings_per_year" not in rows:
        raise UsageError("no drawing of this trend: frame() has its rows")
    for at, (value, lo, hi) in enumerate(zip(rows["doublings_per_year"], rows["lo95"], rows["hi95"], strict=True)):
        if None not in (lo, hi):
            ax.plot([lo, hi], [at, at], "-", color="tab:blue")
        ax.plot([value], [at], "o", color="tab:blue")
    ax.set_yticks(range(len(rows["series"])), [_word(name) for name in rows["series"]])
    ax.set_xlabel("doublings a year")
