"""A law as an object."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Law:
    """A law of your own: what a TOML file of the command says, as an object.

    Parameters
    ----------
    formula : str
        Such as ``E + A*N^-alpha``. Names that are columns of the data are columns; ``N D C k T t`` stand for the
        recognised quantities (parameters, tokens, compute, samples, thinking tokens, time); all others are parameters.
    name : str
        The short name under which answers speak of it.
    inputs : sequence of str
        The names of the formula that are measured. Without them, all that are columns.
    bounds : mapping of str to (float or None, float or None)
        Least and greatest value of parameters, in the units of the formula; ``None`` is no bound.
    title : str
        In a few words.

    Raises
    ------
    LawError
        Where it is used: the formula does not parse, or an input or a bound does not fit it.
    """

    formula: str
    name: str = "law"
    inputs: Sequence[str] = ()
    bounds: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict[str, "tuple[float | None, float | None]"])
    title: str = ""

    def to_toml(self) -> str:
        """Write the text of the TOML file that says the same."""
        lines = [f"formula = {json.dumps(self.formula)}"]
        if self.title:
            lines.append(f"title = {json.dumps(self.title)}")
        if self.inputs:
            lines.append(f"inputs = {json.dumps(list(self.inputs))}")
        for name, (lo, hi) in self.bounds.items():
            lines += ["", "[[parameter]]", f"name = {json.dumps(name)}"]
            lines += [f"{key} = {float(end)!r}" for key, end in (("lo", lo), ("hi", hi)) if end is not None]
        return "\n".join(lines) + "\n"
