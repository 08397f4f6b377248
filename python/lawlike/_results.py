"""The answers, one class a question."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from lawlike import _shapes as shapes
from lawlike._answers import Answer
from lawlike._draws import Draws, drawn
from lawlike._engine import RawAnswer
from lawlike._types import Data, Json, Progress


@dataclass(frozen=True)
class Parameter:
    """A parameter of a law as it was found.

    Attributes
    ----------
    name : str
        Its name in the formula.
    value, se : float
        Estimate and standard error, in the units of the formula (parameters, tokens, FLOP as they stand, the response
        in its own unit). NaN where there is none.
    lo95, hi95 : float
        The 95 % interval; NaN where there is none.
    """

    name: str
    value: float
    se: float
    lo95: float
    hi95: float


def _float(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else math.nan


def _claimed(value: Mapping[str, Any]) -> str | None:
    """The word of the only claim: what was found, else what the register says."""
    claims: list[dict[str, str | None]] = value.get("claims") or [{}]
    return claims[0].get("found") or claims[0].get("word")


class Audit(Answer[shapes.Audit]):
    """A verdict with everything behind it; of a claim (``lawlike/claims``), the word of its tests."""

    @property
    def word(self) -> str:
        """Strong, Weak, Broken, Absent or Untested."""
        verdict: Json = dict(self.value.get("verdict") or {})
        return _claimed(self.value) or str(verdict["word"])

    @property
    def headline(self) -> str:
        """The word and its reach, in a few words."""
        verdict: Json = dict(self.value.get("verdict") or {})
        return _claimed(self.value) or str(verdict["headline"])

    @property
    def holds(self) -> bool:
        """Whether the law holds as claimed: the word is Strong."""
        return self.code == 0


class Claim(Answer[Json]):
    """A claim: who says what, what would refute it, and the word that was found."""

    @property
    def word(self) -> str | None:
        """The word that was found, else that of the register."""
        return _claimed(self.value)


class Fits(Answer[shapes.Fit]):
    """Fits, one a series; without ``by`` there is one."""

    @property
    def groups(self) -> dict[str, Mapping[str, Any]]:
        """The fit of every series by its label (empty without ``by``), as in the JSON."""
        value = cast("Json", self.value)
        if value.get("fit"):
            return {"": value["fit"]}
        return {str(fit.get("group", "")): fit for fit in value.get("fits", [])}

    @property
    def parameters(self) -> dict[str, Parameter]:
        """The parameters of the only series, by name.

        Raises
        ------
        ValueError
            There are several series: ``groups`` or ``frame()`` has them all.
        """
        return self.parameters_of(self._only())

    def parameters_of(self, group: str) -> dict[str, Parameter]:
        """Return the parameters of one series, by name."""
        fit = self.groups[group]
        found = [
            Parameter(each["name"], *(_float(each.get(key)) for key in ("value", "se", "lo95", "hi95")))
            for each in fit["parameters"]
        ]
        return {parameter.name: parameter for parameter in found}

    @property
    def status(self) -> str:
        """How the fit of the only series ended, such as ``converged``."""
        return str(self.groups[self._only()]["status"])

    def _only(self) -> str:
        groups = list(self.groups)
        if len(groups) != 1:
            raise ValueError(f"there are {len(groups)} series: name one of {', '.join(groups)}")
        return groups[0]

    def forecast(self, points: Data, *, average: bool = False, progress: Progress = None) -> Forecast:
        """Forecast runs that were not seen, with this law, learnt from the same data with the same options.

        Parameters
        ----------
        points : frame or path
            One row a point, with the axes of the law as columns.
        average : bool
            As in :func:`lawlike.forecast`.
        progress : bool or callable, optional
            As in :func:`lawlike.forecast`.

        Raises
        ------
        ValueError
            The fit came from another process, without its data.
        LawlikeError
            As in :func:`lawlike.forecast`.
        """
        from lawlike._ask import ask, keyword, questions

        if "data" not in self._given:
            raise ValueError("this fit came without its data: ask lawlike.forecast with the data")
        known = {keyword(argument) for argument in questions()[("forecast",)]["arguments"]}
        given = {name: value for name, value in self._given.items() if name in known}
        asked = {"train": self._given["data"], **given, "at": points, "average": average, "progress": progress}
        return ask(Forecast, ("forecast",), asked)


    def draws(self, group: str | None = None) -> Draws:
        """Return the draws of the parameters of one series: of the posterior (``posterior=4000``), else of the bootstrap.

        Parameters
        ----------
        group : str, optional
            The label of the series; not needed if there is one.

        Raises
        ------
        ValueError
            Neither was asked for, there are several series, or the fit came from another process, without its draws.
        """
        found = drawn(cast("RawAnswer", self._raw).draws(), self._kind)
        if not found:
            raise ValueError("this fit has no draws: ask for posterior=4000 or bootstrap=1000, in this process")
        return found[self._only() if group is None else group]


class Forecast(Answer[shapes.Forecast]):
    """Predictive distributions, one row a point in the order in which they came.

    ``frame()`` has the columns of the points, then ``median, lo50, hi50, lo80, hi80, lo95, hi95, law, status``, in the
    unit of the response.
    """


class Backtest(Answer[shapes.Backtest]):
    """Scores of forecasts of held-out runs, beside those of baselines."""


class Comparison(Answer[Json]):
    """Laws by what they forecast (``lawlike/compare``), or arms by the compute they save (``lawlike/compare-arms``)."""


class Passk(Answer[shapes.Passk]):
    """What repeated sampling solves, one row a model and ``k``."""


class Trend(Answer[Json]):
    """Values over calendar time (``lawlike/trend``, or one of ``trend-steps``, ``trend-split``, ``trend-implied-size``)."""


class Tasks(Answer[shapes.Tasks]):
    """Scores of tasks forecast through the loss, task by task."""


class Emergence(Answer[shapes.Emergence]):
    """Whether a jump is in the models or in the metric."""


class ComputeOptimal(Answer[shapes.PlanComputeOptimal]):
    """Parameters and tokens for a budget, by every approach that the runs allow."""


class Inference(Answer[shapes.PlanInference]):
    """The cheapest model of a quality that will be used."""


class DataLimit(Answer[shapes.PlanData]):
    """What a limited stock of data allows."""


class OverTraining(Answer[shapes.PlanOverTraining]):
    """Smaller models that are trained longer."""


class Stock(Answer[shapes.PlanStock]):
    """When a need that grows meets a stock."""


class TestTime(Answer[shapes.PlanTestTime]):
    """The cheapest way to a share of solved problems."""

    __test__ = False


class Agent(Answer[shapes.PlanAgent]):
    """How errors compound over the calls of an agent."""


class Laws(Answer[shapes.Laws]):
    """The laws that can be named."""


class LawCard(Answer[Json]):
    """A law in full (``lawlike/law``), or a formula as it was understood and examined (``lawlike/formula``)."""


class Claims(Answer[Json]):
    """Claims, each with the word that was found."""


class Sets(Answer[shapes.Sets]):
    """The data sets that come with the package, and the catalogue of public ones."""


class DataSet(Answer[shapes.Set]):
    """What a set holds, whose it is, how to cite it, and where its file lies."""


class Described(Answer[shapes.Data]):
    """What a file or frame holds, and what its columns are taken for."""


class Explained(Answer[Json]):
    """What the code of a finding, a word of the verdict (``lawlike/word``) or a law (``lawlike/law``) means."""

