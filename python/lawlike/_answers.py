"""What an answer is: the JSON of the command as typed values, and every form that the command writes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from lawlike._engine import RawAnswer, RawTable
from lawlike._frames import Table, shaped
from lawlike._types import Kind
from lawlike.errors import UsageError

V = TypeVar("V", bound=Mapping[str, Any])
S = TypeVar("S", bound="Answer[Any]")

#: What the command says to type next, and what says the same here.
_HINTS = (
    (re.compile(r"add --full or --report audit\.html"), "text(full=True) or to_html()"),
    (re.compile(r"add --full or --format json"), "text(full=True) or value"),
    (re.compile(r"--full prints all of it"), "text(full=True) has all of it"),
    (re.compile(r"lawlike explain ([\w-]+)"), r'll.explain("\1")'),
)
#: A first screen is set in columns, whatever font a notebook has for text.
_SCREEN = "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:13px;line-height:1.25;white-space:pre;overflow-x:auto"
#: Figures are drawn for a white page: in a dark notebook they bring their own.
_PAPER = "background:#fff;color-scheme:light;max-width:720px;padding:4px 0"
#: The forms of an answer that is sent to another process.
_FORMS = ("text", "json", "csv", "md", "latex", "html")


class Answer(Generic[V]):
    """The answer to one question; it cannot be changed.

    ``repr`` is the first screen of the command (with what to call where the command says what to type), and a notebook shows it
    with a figure. Two answers are equal if their JSON is.

    Attributes
    ----------
    code : int
        The exit code of the command: 0 done or holds as claimed, 1 does not hold, 3 untested.
    notices : tuple of str
        What was understood and chosen by rule, a sentence each: what the command says on standard error.
    """

    code: int
    notices: tuple[str, ...]
    _raw: RawAnswer | _Sent
    _kind: Kind
    _given: dict[str, Any]
    _drawn: dict[str, tuple[str, str] | None]

    def __init__(self, raw: RawAnswer | _Sent, kind: Kind = "table", given: Mapping[str, Any] | None = None) -> None:
        self._hold(raw, kind, dict(given or {}))

    def _hold(self, raw: RawAnswer | _Sent, kind: Kind, given: dict[str, Any]) -> None:
        own = self.__dict__
        own["code"], own["notices"] = raw.code, tuple(raw.notices)
        own["_raw"], own["_kind"], own["_given"], own["_drawn"] = raw, kind, given, {}

    @classmethod
    def of(cls: type[S], raw: RawAnswer, kind: Kind, given: Mapping[str, Any]) -> S:
        """Make the answer of what the engine gave."""
        return cls(raw, kind, given)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an answer cannot be changed: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"an answer cannot be changed: {name}")

    @cached_property
    def value(self) -> V:
        """The JSON of the command as Python values. A number that is none is ``None``; see ``docs/reference/schema``."""
        value: V = json.loads(self.to_json())
        return value

    def to_json(self) -> str:
        """Return the JSON of the command, byte for byte: numbers with all digits, and where they come from."""
        return self._raw.render("json")

    def to_csv(self) -> str:
        """Return the CSV of the command."""
        return self._raw.render("csv")

    def to_markdown(self) -> str:
        """Return the Markdown of the command."""
        return self._raw.render("md")

    def to_latex(self) -> str:
        """Return the tables of LaTeX of the command."""
        return self._raw.render("latex")

    def to_html(self) -> str:
        """Return the page of the command: one file, no script, no network."""
        return self._raw.render("html")

    def text(self, *, full: bool = False, width: int = 80, ascii: bool = False) -> str:
        """Return the text of the command: a first screen, or everything."""
        return self._raw.render("text", (full, width, ascii))

    def frame(self, kind: Kind | None = None) -> Any:
        """Return the rows of the answer (those of its CSV) as a frame.

        Parameters
        ----------
        kind : {"pandas", "polars", "pyarrow", "dict", "table"}, optional
            By default that of the data; of files, a :class:`lawlike.Table`.
        """
        return shaped(Table(self._raw.rows()), kind or self._kind)

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures of this answer, as after ``--figure`` of the command; empty if there is none."""
        return tuple(name for name in self._raw.figure_names if self._drawing(name))

    def figure(self, name: str | int = 0) -> str:
        """Return a figure as SVG, by its name or its place: what the command writes with ``--figure``, byte for byte.

        Raises
        ------
        UsageError
            There is no such figure.
        """
        found = self._drawing(self.figures[name]) if isinstance(name, int) and 0 <= name < len(self.figures) else None
        if isinstance(name, str) and name in self._raw.figure_names:
            found = self._drawing(name)
        if found is None:
            shown = ", ".join(f"`{title}`" for title in self.figures) or "none"
            raise UsageError(f"no figure {name!r}: there is {shown}")
        return found[1]

    def _drawing(self, name: str) -> tuple[str, str] | None:
        """Title and SVG of a figure, drawn once."""
        if name not in self._drawn:
            self._drawn[name] = self._raw.figure(name)
        return self._drawn[name]

    def plot(self, ax: Any = None) -> Any:
        """Draw the answer with matplotlib, and return its axes.

        Raises
        ------
        UsageError
            There is no drawing of this kind of answer.
        ImportError
            matplotlib is not installed.
        """
        from lawlike._plots import draw

        return draw(self, ax)

    def __repr__(self) -> str:
        text = self.text().rstrip("\n")
        for words, instead in _HINTS:
            text = words.sub(instead, text)
        return text

    def _repr_html_(self) -> str:
        text = f'<pre style="{_SCREEN}">{html.escape(repr(self))}</pre>'
        drawings = (self._drawing(name) for name in self._raw.figure_names)
        figure = next((drawing[1] for drawing in drawings if drawing), None)
        return text + (f'<div style="{_PAPER}">{figure}</div>' if figure else "")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and type(self) is type(cast("Any", other)) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __getstate__(self) -> dict[str, Any]:
        """All forms, for another process; the data are left behind."""
        forms = {form: self._raw.render(form) for form in _FORMS}
        figures = {name: self._drawing(name) for name in self.figures}
        sent = {"code": self.code, "notices": self.notices, "forms": forms, "full": self.text(full=True), "figures": figures}
        return {"sent": sent, "kind": self._kind}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._hold(_Sent(**state["sent"]), state["kind"], {})


@dataclass(frozen=True)
class _Sent:
    """An answer that came from another process, in the forms in which it was sent."""

    code: int
    notices: tuple[str, ...]
    forms: Mapping[str, str]
    full: str
    figures: Mapping[str, tuple[str, str]]

    @property
    def figure_names(self) -> list[str]:
        return list(self.figures)

    def figure(self, name: str) -> tuple[str, str] | None:
        return self.figures.get(name)

    def render(self, form: str, looks: tuple[bool, int, bool] = (False, 80, False)) -> str:
        return self.full if looks[0] else self.forms[form]

    def draws(self) -> list[tuple[str, RawTable, str]]:
        return []

    def rows(self) -> RawTable:
        return RawTable.from_csv(self.forms["csv"])
