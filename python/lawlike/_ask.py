"""From keywords to the words of the command, and from its answer to a result."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any, TypeVar, cast

from lawlike import _engine
from lawlike._answers import Answer
from lawlike._frames import Table, kind_of, table_of
from lawlike._law import Law
from lawlike._types import Kind
from lawlike.errors import KINDS, LawlikeError, UsageError

#: Arguments that name tables, and the name under which a frame stands there.
FRAMES = {"data": "<data>", "train": "<data>", "files": "<data>", "at": "<points>", "join": "<join>"}
#: Arguments that are a law.
LAWS = {"law", "formula"}

A = TypeVar("A", bound="Answer[Any]")


@cache
def questions() -> dict[tuple[str, ...], dict[str, Any]]:
    """Every question by the words that call it, from the arguments of the command itself."""
    return {tuple(question["words"]): question for question in json.loads(_engine.questions())}


def keyword(argument: Mapping[str, Any]) -> str:
    """The name of an argument in Python."""
    return str(argument["long"] or argument["id"]).replace("-", "_")


@dataclass
class Call:
    """A question in the making: its words, and what stands in memory."""

    words: list[str]
    placed: list[str]
    tables: list[_engine.RawTable]
    laws: list[tuple[str, str]]
    kind: Kind = "table"

    def add(self, argument: Mapping[str, Any], value: Any) -> None:
        """Put the value of one argument into words."""
        name = keyword(argument)
        if argument["kind"] == "flag":
            if not isinstance(value, bool):
                raise UsageError(f"{name}: it is True or False, not {value!r}")
            texts: list[str] = []
            self.words += [f"--{argument['long']}"] if value else []
        elif name in FRAMES and argument["kind"] == "path":
            texts = self.files(name, value)
        elif name in LAWS:
            texts = [self.law(law) for law in (_several(value) if argument["many"] else [value])]
        else:
            texts = _texts(argument, value)
        if argument["long"] is None:
            self.placed += texts
        else:
            self.words += [f"--{argument['long']}={text}" for text in texts]

    def files(self, name: str, value: Any) -> list[str]:
        """Names of files, or that of a table in memory."""
        paths = _several(value)
        if not paths:
            raise UsageError(f"{name}: an empty list names no file")
        if all(isinstance(path, (str, os.PathLike)) for path in paths):
            return [_path(path) for path in paths]
        table = table_of(FRAMES[name], value)
        self.tables.append(table)
        return [_name(value, FRAMES[name])]

    def law(self, law: Any) -> str:
        """The name, formula or file of a law; a law that is an object stands in memory as a file."""
        if isinstance(law, (str, os.PathLike)):
            return _path(law)
        if not isinstance(law, Law):
            raise UsageError(f"law: a {type(law).__name__} is no law: give a name, a formula, a TOML file or a lawlike.Law")
        name = f"{law.name}.toml"
        self.laws.append((name, law.to_toml()))
        return name


def _several(value: Any) -> list[Any]:
    """The values of a list or tuple; anything else is one value."""
    return list(cast("Sequence[Any]", value)) if isinstance(value, (list, tuple)) else [value]


def _path(value: Any) -> str:
    path: str = os.fspath(cast("str | os.PathLike[str]", value))
    return path


def _name(value: Any, frame: str) -> str:
    return value.name if isinstance(value, Table) and value.name else frame


def _texts(argument: Mapping[str, Any], value: Any) -> list[str]:
    """The words of a value that is neither a table nor a law; several values are joined where the command parts them."""
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, Any]", value)
        values = [f"{key}={_assigned(of)}" for key, of in pairs.items()]
    elif isinstance(value, str) or not hasattr(value, "__iter__"):
        values = [_text(argument, value)]
    elif not argument["many"]:
        raise UsageError(f"{keyword(argument)}: it takes one value, not {value!r}")
    else:
        values = [_text(argument, each) for each in value]
    return [argument["delimiter"].join(values)] if argument["delimiter"] and values else values


def _assigned(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        lo, hi = cast("tuple[Any, Any]", value)
        return f"{_number(lo)}:{_number(hi)}"
    return _number(value)


def _number(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else repr(float(value))


def _text(argument: Mapping[str, Any], value: Any) -> str:
    if isinstance(value, (str, os.PathLike)):
        return _path(cast("Any", value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise UsageError(f"{keyword(argument)}: {value!r} cannot stand here; write {argument['value']}")
    whole = hasattr(value, "__index__") or (argument["kind"] == "count" and float(value).is_integer())
    return str(int(value)) if whole else repr(float(value))


def ask(result: type[A], words: Sequence[str], given: Mapping[str, Any]) -> A:
    """Ask the engine what the command would be asked.

    ``given`` holds the keywords of a function, ``None`` for those that are left to the command. A keyword that the
    question does not have is an error of this package, and raises ``KeyError``.
    """
    question = questions()[tuple(words)]
    known = {keyword(argument): argument for argument in question["arguments"]}
    call = Call(list(words), [], [], [])
    progress = given.get("progress")
    for name, value in given.items():
        if name == "progress" or value is None or value is False:
            continue
        if name in FRAMES and known[name]["long"] is None:
            call.kind = kind_of(value)
        call.add(known[name], value)
    typed = call.words + (["--", *call.placed] if call.placed else [])
    raw = _engine.ask(typed, call.tables, call.laws, _shown(progress))
    if raw.failure is not None:
        kind, text = raw.failure
        raise KINDS.get(kind, LawlikeError)(text)
    return result.of(raw, call.kind, {name: value for name, value in given.items() if value is not None})


def _shown(progress: Any) -> Any:
    """What is called while the work goes on."""
    if progress is not True:
        return progress or None
    try:
        bar: Any = import_module("tqdm.auto").tqdm(bar_format="{desc} ... {elapsed}", leave=False)
    except ImportError:
        bar = None

    def show(stage: str, seconds: float) -> None:
        if bar is None:
            print(f"{stage} ... {seconds:.0f} s", file=sys.stderr)
        else:
            bar.set_description_str(stage)

    return show


def read_table(words: Sequence[str], given: Mapping[str, Any]) -> Table:
    """As :func:`ask`, for the question whose answer is a table."""
    return Table(ask(_Read, words, given).raw.table())


class _Read(Answer[Any]):
    @property
    def raw(self) -> _engine.RawAnswer:
        return cast("_engine.RawAnswer", self._raw)
