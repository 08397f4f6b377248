"""A law as an estimator of scikit-learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, cast

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin  # type: ignore[import-untyped]

from lawlike import _engine
from lawlike._law import Law
from lawlike._questions import fit, forecast, law
from lawlike._results import Fits
from lawlike._types import LawLike
from lawlike.errors import LawError

_validation: Any = import_module("sklearn.utils.validation")
_RESPONSE = "response"
#: Shares of outcomes that a forecast's intervals are made for.
_LEVELS = {0.5: ("lo50", "hi50"), 0.8: ("lo80", "hi80"), 0.95: ("lo95", "hi95")}


class LawRegressor(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Regression with a scaling law: a certified fit, and intervals that come from being wrong before.

    Parameters
    ----------
    law : str, path or Law, default="linear"
        As in :func:`lawlike.fit`; ``linear`` is an intercept and a coefficient for every column of ``X``.
    inputs : sequence of str, optional
        The names in the law that the columns of ``X`` stand for, in their order. By default those of the law's card;
        of a formula, the names of the columns of ``X`` if it is a frame; otherwise they must be given.
    objective : str, default="auto"
        As in :func:`lawlike.fit`: ``auto`` goes by what is measured; of ``linear`` it is least squares.
    fix : mapping of str to float, optional
        Parameters that are held at a value.
    bound : mapping of str to (float or None, float or None), optional
        Least and greatest values of parameters.
    seed : int, default=0
        Seed of all random draws.

    Attributes
    ----------
    fit_ : Fits
        The fit, with its certificate and findings.
    parameters_ : dict of str to float
        The parameters, in the units of ``X`` and ``y``.
    inputs_ : tuple of str
        The names that the columns of ``X`` stand for.
    n_features_in_ : int
        Number of columns of ``X``.
    """

    def __init__(
        self,
        law: LawLike = "linear",
        *,
        inputs: Sequence[str] | None = None,
        objective: str = "auto",
        fix: Mapping[str, float] | None = None,
        bound: Mapping[str, tuple[float | None, float | None]] | None = None,
        seed: int = 0,
    ) -> None:
        self.law = law
        self.inputs = inputs
        self.objective = objective
        self.fix = fix
        self.bound = bound
        self.seed = seed

    def fit(self, X: Any, y: Any) -> LawRegressor:
        """Fit the law.

        Parameters
        ----------
        X : array or frame of shape (n, inputs)
            The inputs of the law, one row a run.
        y : array of shape (n,)
            The response.

        Returns
        -------
        LawRegressor
            This estimator.

        Raises
        ------
        LawlikeError
            The law cannot be read or does not fit the columns, or the rows cannot carry it. It is a ``ValueError``.
        """
        table, response = _validation.validate_data(
            self, X, y, dtype=np.float64, y_numeric=True, ensure_min_samples=2
        )
        response = _validation.column_or_1d(response, warn=True).astype(np.float64)
        self.inputs_ = self._names(table.shape[1])
        self._law = _linear(self.inputs_) if self.law == "linear" else self.law
        is_linear = self.law == "linear" and self.objective == "auto"
        self._objective = "ls" if is_linear else self.objective
        self._train: dict[str, Any] = {**self._frame(table), _RESPONSE: response}
        self.fit_: Fits = fit(self._law, self._train, start=None, **self._asked())
        self.parameters_ = {name: each.value for name, each in self.fit_.parameters.items()}
        return self

    def predict(self, X: Any, return_interval: float | None = None) -> Any:
        """Predict the response.

        Parameters
        ----------
        X : array or frame of shape (n, inputs)
            The inputs of the law.
        return_interval : {0.5, 0.8, 0.95}, optional
            Also return the interval that holds this share of new runs, noise included, as :func:`lawlike.forecast` gives it.

        Returns
        -------
        array of shape (n,), or that and an array of shape (n, 2)
            The law at its parameters, in the unit of ``y``; with the lower and the upper end of the interval.
        """
        _validation.check_is_fitted(self)
        table: Any = _validation.validate_data(self, X, dtype=np.float64, reset=False)
        columns = [(name, column.tolist()) for name, column in self._frame(table).items()]
        formula = str(next(iter(self.fit_.groups.values()))["formula"])
        predicted = np.asarray(_engine.evaluate(formula, columns, self.parameters_), dtype=np.float64)
        if return_interval is None:
            return predicted
        if return_interval not in _LEVELS:
            raise ValueError(f"return_interval={return_interval}: it is one of {', '.join(map(str, _LEVELS))}")
        asked = self._asked()
        rows = forecast(self._train, self._frame(table), law=self._law, **asked).frame("dict")
        ends = [[np.nan if end is None else end for end in rows[name]] for name in _LEVELS[return_interval]]
        return predicted, np.column_stack(ends)

    def _asked(self) -> dict[str, Any]:
        return {
            "x": list(self.inputs_),
            "y": _RESPONSE,
            "objective": self._objective,
            "fix": self.fix or None,
            "bound": self.bound or None,
            "seed": self.seed,
        }

    def _frame(self, X: Any) -> dict[str, Any]:
        return {name: np.ascontiguousarray(X[:, at]) for at, name in enumerate(self.inputs_)}

    def _names(self, count: int) -> tuple[str, ...]:
        """The names in the law that the columns stand for."""
        names = self.inputs if self.inputs is not None else self._known(count)
        if len(names) != count:
            raise ValueError(f"the law has {len(names)} inputs ({', '.join(names)}), and X has {count} columns")
        return tuple(names)

    def _known(self, count: int) -> Sequence[str]:
        if self.law == "linear":
            return [f"input_{at}" for at in range(count)]
        if isinstance(self.law, Law) and self.law.inputs:
            return self.law.inputs
        features = cast("Sequence[str] | None", getattr(self, "feature_names_in_", None))
        try:
            inputs = [] if isinstance(self.law, Law) else list(law(str(self.law)).value["law"]["inputs"])
        except LawError:
            inputs = []
        if inputs:
            return inputs
        if features is not None:
            return list(features)
        raise ValueError(f"{self.law}: say which names of the law the columns stand for: inputs=['N', 'D']")


def _linear(inputs: Sequence[str]) -> Law:
    terms = " + ".join(["intercept", *(f"slope_{at}*`{name}`" for at, name in enumerate(inputs))])
    return Law(terms, name="linear", inputs=list(inputs))
