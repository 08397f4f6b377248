"""Whatever can be typed can be asked in Python, or is left out for a stated reason."""

from __future__ import annotations

import importlib.util
import inspect
import subprocess
import sys
from types import ModuleType
from typing import Any

import lawlike as ll
import pytest
from conftest import ROOT
from lawlike._ask import keyword, questions


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    """The lists of ``python/write.py``, without what it does to the modules of its process."""
    spec = importlib.util.spec_from_file_location("write", ROOT / "python" / "write.py")
    assert spec is not None and spec.loader is not None
    module, own, path = importlib.util.module_from_spec(spec), sys.modules["lawlike"], list(sys.path)
    try:
        spec.loader.exec_module(module)
    finally:
        sys.modules["lawlike"], sys.path[:] = own, path
    return module


def function(words: tuple[str, ...], name: str) -> Any:
    return getattr(ll.plan if words[0] == "plan" else ll, name)


def test_every_question_and_flag_is_reachable(writer: ModuleType) -> None:
    reached = 0
    for words, question in questions().items():
        if words in writer.NOT_ASKED:
            continue
        name, result, _ = writer.FUNCTIONS[words]
        parameters = inspect.signature(function(words, name)).parameters
        taken = {keyword(argument) for argument in question["arguments"]} - set(writer.NOT_TAKEN)
        assert set(parameters) == taken | {"progress"}, words
        text = inspect.getdoc(function(words, name)) or ""
        assert all(f"{each} : " in text for each in taken), words
        assert result == "Table" or issubclass(getattr(ll._results, result), ll.Answer)
        reached += len(taken)
    assert reached > 200
    assert set(writer.NOT_TAKEN) <= {keyword(each) for question in questions().values() for each in question["arguments"]}
    assert all(reason for reason in (*writer.NOT_TAKEN.values(), *writer.NOT_ASKED.values()))


def test_every_keyword_becomes_the_words_of_the_command(writer: ModuleType) -> None:
    """Every flag is typed as the command would take it: none is unknown to it, and none lacks its value."""
    for words, question in questions().items():
        for argument in question["arguments"]:
            name = keyword(argument)
            if words in writer.NOT_ASKED or name in writer.NOT_TAKEN or argument["long"] is None:
                continue
            call = ll._ask.Call([], [], [], [])
            value: Any = {"flag": True, "number": 2.5, "count": 3}.get(argument["kind"], "word")
            call.add(argument, value)
            expected = {"flag": f"--{argument['long']}", "number": f"--{argument['long']}=2.5", "count": f"--{argument['long']}=3"}
            assert call.words == [expected.get(argument["kind"], f"--{argument['long']}=word")], (words, name)
            if argument["delimiter"]:
                several = ll._ask.Call([], [], [], [])
                several.add(argument, [value, value])
                assert len(several.words) == 1 and several.words[0].endswith(f"{value},{value}"), (words, name)
            elif argument["many"]:
                several = ll._ask.Call([], [], [], [])
                several.add(argument, ["a", "b"])
                assert [word.split("=")[1] for word in several.words] == ["a", "b"], (words, name)


def test_what_is_written_follows_from_the_command() -> None:
    said = subprocess.run([sys.executable, str(ROOT / "python/write.py"), "--check"], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr


def test_values_of_python_are_written_as_numbers_are() -> None:
    fit = ll.fit("chinchilla", "simulated-sweep", fix={"E": 1.8}, bound={"alpha": (0.2, 0.6), "beta": (None, 1)}, y="loss")
    typed = ["--fix E=1.8", "--bound alpha=0.2:0.6,beta=:1.0"]
    assert [option for option in fit.value["provenance"]["options"] if option.startswith(("--fix", "--bound"))] == typed
    by_words = ll.fit("chinchilla", "simulated-sweep", fix="E=1.8", bound="alpha=0.2:0.6,beta=:1.0", y="loss")
    assert by_words.to_json() == fit.to_json()
    assert ll.plan.agent(right=0.97, calls=[1, 10]).to_json() == ll.plan.agent(right="0.97", calls="1,10").to_json()
