"""Writes what follows from the command: the functions of the package, the types of its answers, and the page of reference.

``python python/write.py`` writes; ``--check`` fails where a file is not what would be written. It needs the package
installed: the arguments are those of the engine, whose own list they are.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import keyword as words
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "python" / "lawlike"

# The engine of the installed package, and the files of this folder, without what is written here and may not be there yet.
sys.path = [folder for folder in sys.path if Path(folder).resolve() != ROOT / "python"]
_installed = importlib.util.find_spec("lawlike")
if _installed is None or _installed.submodule_search_locations is None:
    sys.exit("lawlike is not installed in this environment: scripts/python.sh makes one")
_package = ModuleType("lawlike")
_package.__path__ = [str(PACKAGE), *_installed.submodule_search_locations]
sys.modules["lawlike"] = _package

from lawlike._ask import FRAMES, LAWS, keyword, questions  # noqa: E402

HEAD = '"""{about}\n\nWritten by ``python python/write.py`` from {source}; not by hand.\n"""\n'

#: Questions that Python does not ask, and why.
NOT_ASKED = {
    ("completions",): "about a shell",
    ("man",): "about a terminal; `help()` shows the same text",
    ("help",): "`help()` shows the same text",
    ("report",): "an answer has all forms already: `text()`, `to_latex()` ...",
}
#: Arguments that Python does not take, and why.
NOT_TAKEN = {
    "format": "an answer has all forms: `to_json()`, `to_csv()`, `text()` ...",
    "output": "an answer is an object: write what its methods return",
    "full": "`text(full=True)`",
    "figure": "`figure(name)` of the answer",
    "draws": "`draws()` of the answer",
    "ascii": "`text(ascii=True)`",
    "quiet": "`notices` has what the command says; nothing is printed",
    "exit_zero": "no process ends: `code` has the exit code",
}
#: Words of a question, name of its function, class of its answer, and arguments that come first.
FUNCTIONS: dict[tuple[str, ...], tuple[str, str, list[str]]] = {
    ("audit",): ("audit", "Audit", ["data"]),
    ("fit",): ("fit", "Fits", ["law", "data"]),
    ("forecast",): ("forecast", "Forecast", ["train", "at"]),
    ("backtest",): ("backtest", "Backtest", ["data"]),
    ("compare",): ("compare", "Comparison", ["data"]),
    ("passk",): ("passk", "Passk", ["data"]),
    ("trend",): ("trend", "Trend", ["data"]),
    ("tasks",): ("tasks", "Tasks", ["data"]),
    ("emergence",): ("emergence", "Emergence", ["data"]),
    ("claims", "list"): ("claims", "Claims", []),
    ("claims", "show"): ("claim", "Claim", ["id"]),
    ("claims", "run"): ("run_claims", "Claims", ["ids"]),
    ("laws", "list"): ("laws", "Laws", []),
    ("laws", "show"): ("law", "LawCard", ["name"]),
    ("laws", "check"): ("check_law", "LawCard", ["formula"]),
    ("data", "list"): ("datasets", "Sets", []),
    ("data", "show"): ("describe", "Described", ["files"]),
    ("data", "convert"): ("read", "Table", ["files"]),
    ("data", "fetch"): ("fetch", "DataSet", ["id"]),
    ("data", "cite"): ("cite", "DataSet", ["id"]),
    ("explain",): ("explain", "Explained", ["code"]),
    ("plan", "compute-optimal"): ("compute_optimal", "ComputeOptimal", ["data"]),
    ("plan", "inference"): ("inference", "Inference", ["data"]),
    ("plan", "data"): ("data", "DataLimit", ["data"]),
    ("plan", "over-training"): ("over_training", "OverTraining", ["data"]),
    ("plan", "stock"): ("stock", "Stock", ["data"]),
    ("plan", "test-time"): ("test_time", "TestTime", ["data"]),
    ("plan", "agent"): ("agent", "Agent", []),
}
#: Arguments of text that numbers may stand for.
NUMBERS = {"ERROR", "SHARE|RIGHT/ALL", "MEDIAN[:LO:HI]", "COL|N", "COL|SHARE", "K,..."}
TYPES = ["Assignments", "Data", "Day", "Days", "LawLike", "Numbers", "Path", "Progress", "Text", "Texts"]


def kind(argument: dict[str, Any]) -> str:
    """The type of an argument in Python."""
    name, many, value = keyword(argument), argument["many"] or bool(argument["delimiter"]), argument["value"]
    if argument["kind"] == "flag":
        return "bool"
    if name in FRAMES and argument["kind"] == "path":
        return "Data"
    if name in LAWS:
        return "LawLike | Sequence[LawLike]" if many else "LawLike"
    if argument["choices"]:
        return f"Literal[{', '.join(json.dumps(choice) for choice in argument['choices'])}]"
    if value.startswith("NAME=") or value.startswith("COL=UNIT"):
        return "Assignments"
    if argument["kind"] == "number":
        return "Numbers" if many else "float"
    if argument["kind"] == "count":
        return "int | Sequence[int]" if many else "int"
    if argument["kind"] == "path":
        return "Path | Sequence[Path]" if many else "Path"
    if value.split(",")[0] == "DATE":
        return "Days" if many else "Day"
    if value in NUMBERS:
        return "Texts" if many else "Text"
    return "str | Sequence[str]" if many else "str"


def taken(question: dict[str, Any]) -> list[dict[str, Any]]:
    """The arguments that Python takes, in the order of the help."""
    return [argument for argument in question["arguments"] if keyword(argument) not in NOT_TAKEN]


def parameter(argument: dict[str, Any], first: bool) -> str:
    name, of = keyword(argument), kind(argument)
    if of == "bool":
        return f"{name}: bool = False"
    required = argument["required"] or (first and name in ("law", "id", "name", "formula"))
    return f"{name}: {of}" if required else f"{name}: {of} | None = None"


def wrapped(text: str, indent: str, width: int = 118) -> str:
    lines, line = [], ""
    for word in text.split():
        if line and len(indent) + len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join(indent + each for each in [*lines, line])


def described(argument: dict[str, Any]) -> str:
    text = argument["help"].strip().replace("\\", "\\\\")
    default = f" [default: {argument['default']}]" if argument["default"] else ""
    return text + default


def function(key: tuple[str, ...], question: dict[str, Any]) -> str:
    """One function: its signature, its text, and the question that it asks."""
    name, result, first = FUNCTIONS[key]
    arguments = {keyword(argument): argument for argument in taken(question)}
    ordered = [arguments[each] for each in first] + [arguments[each] for each in arguments if each not in first]
    before = [parameter(argument, True) for argument in ordered[: len(first)]]
    after = [parameter(argument, False) for argument in ordered[len(first) :]]
    after.append("progress: Progress = None")
    signature = ",\n    ".join([*before, "*", *after])
    about = question["about"].strip().rstrip(".")
    lines = [f"def {name}(\n    {signature},\n) -> {result}:", f'    """{about}.', "", "    Parameters", "    ----------"]
    for argument in ordered:
        lines += [f"    {keyword(argument)} : {kind(argument)}", wrapped(described(argument), "        ")]
    lines += [
        "    progress : bool or callable",
        "        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.",
        "",
        "    Raises",
        "    ------",
        "    UsageError, InputError, DataError, LawError",
        "        The question could not be asked; the text says why, where, and what to do.",
        "    KeyboardInterrupt",
        "        Ctrl-C ends the call; the work behind it is told to stop.",
        "",
        "    Notes",
        "    -----",
        f"    The same as ``lawlike {' '.join(key)}``, whose help has examples and sources, to the last bit.",
        '    """',
    ]
    if result == "Table":
        lines.append(f"    return read_table({key!r}, locals())")
    else:
        lines.append(f"    return ask({result}, {key!r}, locals())")
    return "\n".join(lines) + "\n"


def module(about: str, keys: list[tuple[str, ...]]) -> str:
    """A module of functions."""
    asked = questions()
    bodies = [function(key, asked[key]) for key in keys]
    text = "\n\n".join(bodies)
    results = sorted({FUNCTIONS[key][1] for key in keys} - {"Table"})
    types = [name for name in TYPES if re.search(rf"^    \w+: .*\b{name}\b", text, re.MULTILINE)]
    imports = ["from __future__ import annotations", ""]
    if "Sequence[" in text:
        imports.append("from collections.abc import Sequence")
    if "Literal[" in text:
        imports.append("from typing import Literal")
    imports.append("")
    imports.append("from lawlike._ask import ask" + (", read_table" if "read_table" in text else ""))
    if "Table:" in text:
        imports.append("from lawlike._frames import Table")
    imports.append("from lawlike._results import (\n    " + ",\n    ".join(results) + ",\n)")
    imports.append("from lawlike._types import (\n    " + ",\n    ".join(types) + ",\n)")
    names = ",\n    ".join(json.dumps(FUNCTIONS[key][0]) for key in sorted(keys, key=lambda key: FUNCTIONS[key][0]))
    head = HEAD.format(about=about, source="the arguments of the command")
    return head + "\n" + "\n".join(imports) + f"\n\n__all__ = [\n    {names},\n]\n\n\n" + text


class Shapes:
    """TypedDicts of the JSON schemas."""

    def __init__(self) -> None:
        self.classes: dict[str, str] = {}

    def of(self, schema: dict[str, Any], name: str) -> str:
        """The type of a schema; classes that it needs are written down under names that begin with ``name``."""
        kinds = schema.get("type")
        if kinds is None:
            return "Any"
        kinds = [kinds] if isinstance(kinds, str) else list(kinds)
        found = {
            "null": lambda: "None",
            "number": lambda: "float",
            "string": lambda: "str",
            "boolean": lambda: "bool",
            "array": lambda: f"list[{self.of(schema.get('items', {}), name + 'Item')}]",
            "object": lambda: self.object(schema, name),
        }
        return " | ".join(dict.fromkeys(found[each]() for each in sorted(kinds, key=lambda each: (each == "null", each))))

    def object(self, schema: dict[str, Any], name: str) -> str:
        if "properties" not in schema or not schema["properties"]:
            extra = schema.get("additionalProperties", {})
            return f"dict[str, {self.of(extra, name + 'Value') if isinstance(extra, dict) else 'Any'}]"
        required = set(schema.get("required", []))
        fields = []
        for key, inner in schema["properties"].items():
            of = self.of(inner, name + "".join(part.capitalize() for part in key.replace("-", "_").split("_")))
            fields.append((key, of if key in required else f"NotRequired[{of}]"))
        if all(key.isidentifier() and not words.iskeyword(key) for key, _ in fields):
            body = "\n".join(f"    {key}: {of}" for key, of in fields)
            text = f"class {name}(TypedDict):\n    \"\"\"See ``docs/reference/schema``.\"\"\"\n\n{body}\n"
        else:
            body = "\n".join(f"        {json.dumps(key)}: {of}," for key, of in fields)
            text = f'{name} = TypedDict(\n    "{name}",\n    {{\n{body}\n    }},\n)\n'
        same = next((known for known, other in self.classes.items() if other.replace(known, "") == text.replace(name, "")), None)
        if same:
            return same
        self.classes[name] = text
        return name


def shapes() -> str:
    """The module of the types of answers."""
    found, aliases = Shapes(), []
    for path in sorted((ROOT / "docs" / "reference" / "schema").glob("*.json")):
        name = "".join(part.capitalize() for part in path.stem.split("-"))
        of = found.of(json.loads(path.read_text(encoding="utf-8")), name)
        if of != name:
            aliases.append(f"{name} = {of}")
    head = HEAD.format(about="The types of answers.", source="the JSON schemas in docs/reference/schema")
    imports = "\nfrom typing import Any, TypedDict\n\nfrom typing_extensions import NotRequired\n"
    return head + imports + "\n\n" + "\n\n".join([*found.classes.values(), *[alias + "\n" for alias in aliases]])


def page() -> str:
    """The list of functions for the page of reference."""
    asked = questions()
    lines = ["| function | command | answer |", "|---|---|---|"]
    for key, (name, result, first) in FUNCTIONS.items():
        module = "ll.plan." if key[0] == "plan" else "ll."
        shown = ", ".join([*first, "..."] if taken(asked[key])[len(first) :] else first)
        lines.append(f"| `{module}{name}({shown})` | `lawlike {' '.join(key)}` | `{result}` |")
    lines += ["", "What the command takes and Python does not, with the reason:", "", "| argument | why |", "|---|---|"]
    lines += [f"| `--{name.replace('_', '-')}` | {why} |" for name, why in NOT_TAKEN.items()]
    lines += [f"| `lawlike {' '.join(key)}` | {why} |" for key, why in NOT_ASKED.items()]
    return "\n".join(lines) + "\n"


BEGIN, END = "<!-- written by python/write.py -->\n", "<!-- end -->\n"


def written() -> dict[Path, str]:
    """All files that follow from the command, with their texts."""
    asked = questions()
    missing = set(asked) - set(FUNCTIONS) - set(NOT_ASKED)
    if missing:
        sys.exit(f"questions without a function in {__file__}: {missing}")
    plain = [key for key in FUNCTIONS if key[0] != "plan"]
    plans = [key for key in FUNCTIONS if key[0] == "plan"]
    reference = ROOT / "docs" / "reference" / "python.md"
    text = reference.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return {
        PACKAGE / "_questions.py": module("The questions that can be asked.", plain),
        PACKAGE / "plan.py": module("What to do with a budget.", plans),
        PACKAGE / "_shapes.pyi": shapes(),
        reference: before + BEGIN + page() + END + after,
    }


def main() -> None:
    """Write, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    stale = []
    for path, text in written().items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(str(path.relative_to(ROOT)))
        if not is_check:
            path.write_text(text, encoding="utf-8")
    if is_check and stale:
        sys.exit(f"not as the command is now: {', '.join(stale)}; run python/write.py with this package installed")


if __name__ == "__main__":
    main()
