"""Draws of the parameters of a fit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, TypeAlias

from lawlike._engine import RawTable, __version__
from lawlike._frames import Table, shaped
from lawlike._types import Kind
from lawlike.errors import UsageError

Maker: TypeAlias = Literal["pairs-bootstrap", "posterior"]
"""How draws are made: groups drawn with replacement, or by the No-U-Turn sampler."""

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
        UsageError
            The chains are not of equal length.
        """
        try:
            arviz: Any = import_module("arviz")
        except ImportError as error:
            raise ImportError("to_arviz() needs ArviZ: pip install arviz, or take frame()") from error
        numpy: Any = import_module("numpy")
        if len(self) % self.chains:
            raise UsageError(f"{len(self)} draws are no chains of equal length: ask for a multiple of {self.chains}")
        draws = {name: numpy.array(self[name]).reshape(self.chains, -1) for name in self.names}
        is_old = str(arviz.__version__).startswith("0.")
        made: Any = arviz.from_dict(posterior=draws) if is_old else arviz.from_dict({"posterior": draws})
        about = {"inference_library": "lawlike", "inference_library_version": __version__, "maker": self.maker, "failed": self.failed}
        made["posterior"].attrs.update(about)
        return made

    def __repr__(self) -> str:
        chains = f" in {self.chains} chains" if self.chains > 1 else ""
        failed = f", {self.failed} failed" if self.failed else ""
        return f"<lawlike.Draws, {self.maker}, {len(self)} draws{chains}{failed}: {', '.join(self.names)}>"


def drawn(found: list[tuple[str, RawTable, str]], kind: Kind) -> dict[str, Draws]:
    """The draws that an answer holds, by the label of the series."""
    draws: dict[str, Draws] = {}
    for label, table, about in found:
        said = json.loads(about)
        chains = said["sampling"]["chains"] if said["sampling"] else 1
        draws[label] = Draws(said["maker"], chains, said["failed"], said["sampling"], Table(table), kind)
    return draws
