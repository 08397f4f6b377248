"""Draws of the parameters of a fit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, TypeAlias

from lawlike import _engine
from lawlike._ask import called, shown
from lawlike._frames import Table, shaped
from lawlike._types import Kind, Progress
from lawlike.errors import KINDS, LawlikeError, UsageError

Maker: TypeAlias = Literal["bootstrap", "wild", "laplace", "posterior"]
"""How draws are made: see :meth:`lawlike._results.Fits.draws`."""

#: What a fit is asked for beside its parameters: draws do not depend on it.
_ASIDE = {"bootstrap", "resume", "published", "published_interval", "progress"}
#: Columns that say which draw it is.
_PLACE = ("chain", "draw")


@dataclass(frozen=True)
class Draws:
    """Draws of the parameters of one series, in the units of the formula.

    Attributes
    ----------
    maker : str
        How they were made.
    chains : int
        Number of chains; 1 unless it is a posterior.
    failed : int
        Replicates whose fit did not converge; they are left out.
    sampling : mapping or None
        How the chains of a posterior did: ``r_hat`` and ``ess_bulk`` by parameter (the noise last), ``divergences``, ``e_fmi``.
        Trust one with R-hat up to 1.01, at least 400 effective draws, no divergences and an E-FMI above 0.2.
    """

    maker: Maker
    chains: int
    failed: int
    sampling: Mapping[str, Any] | None
    _table: Table
    _kind: Kind

    @property
    def names(self) -> list[str]:
        """The parameters; of a posterior, the standard deviation of the residuals (``sigma``) is the last."""
        return [name for name in self._table.columns if name not in _PLACE]

    def __len__(self) -> int:
        return len(self._table)

    def __getitem__(self, name: str) -> list[float]:
        """Draws of one parameter, one chain after the other."""
        if name not in self.names:
            raise KeyError(name)
        return self._table[name]

    def frame(self, kind: Kind | None = None) -> Any:
        """Return one row a draw, with the columns ``chain``, ``draw`` and one a parameter; kinds are those of an answer."""
        return shaped(self._table, kind or self._kind)

    def to_arviz(self) -> Any:
        """Return the draws for ArviZ, in the group ``posterior`` with the dimensions ``chain`` and ``draw``.

        Of ArviZ before 1.0 it is an ``InferenceData``, from then on a ``DataTree`` of xarray. The attribute ``maker`` of the
        group says whether the draws are a posterior: those of a bootstrap are not.

        Raises
        ------
        ImportError
            ArviZ is not installed.
        """
        try:
            arviz: Any = import_module("arviz")
        except ImportError as error:
            raise ImportError("to_arviz() needs ArviZ: pip install arviz, or take frame()") from error
        numpy: Any = import_module("numpy")
        draws = {name: numpy.array(self[name]).reshape(self.chains, -1) for name in self.names}
        is_old = str(arviz.__version__).startswith("0.")
        made: Any = arviz.from_dict(posterior=draws) if is_old else arviz.from_dict({"posterior": draws})
        about = {"inference_library": "lawlike", "inference_library_version": _engine.__version__, "maker": self.maker, "failed": self.failed}
        made["posterior"].attrs.update(about)
        return made

    def __repr__(self) -> str:
        chains = f" in {self.chains} chains" if self.chains > 1 else ""
        failed = f", {self.failed} failed" if self.failed else ""
        return f"<lawlike.Draws, {self.maker}, {len(self)} draws{chains}{failed}: {', '.join(self.names)}>"


def drawn(given: Mapping[str, Any], made: tuple[Maker, int, int, int], progress: Progress) -> dict[str, Draws]:
    """Draws for the keywords of a fit, by the label of the series."""
    call = called(("fit",), {name: value for name, value in given.items() if name not in _ASIDE})
    try:
        found = _engine.draws((call.typed, call.tables, call.laws), made, shown(progress))
    except ValueError as error:
        if len(error.args) != 2:
            raise UsageError(str(error)) from None
        kind, text = error.args
        raise KINDS.get(kind, LawlikeError)(text) from None
    maker, _, chains, _ = made
    draws: dict[str, Draws] = {}
    for label, table, about in found:
        said = json.loads(about)
        draws[label] = Draws(maker, chains if maker == "posterior" else 1, said["failed"], said["sampling"], Table(table), call.kind)
    return draws
