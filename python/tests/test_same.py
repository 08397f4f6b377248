"""The same question of any frame, and of the command, has the same answer to the last bit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import lawlike as ll
import pyarrow
import pytest
from conftest import KINDS, ROOT, bundled, command, without_hash

Write = Callable[[pyarrow.Table, str], Path]

POINTS = pyarrow.table({"params": [1e9, 3e10], "tokens": [1e11, 5e11], "note": ["a", None]})


def small(p: Any) -> Any:
    return (p.col("temperature") == 1) & (p.col("params_non_embedding") < 60000)


def grid(p: Any) -> Any:
    return p.col("group") == "grid"


#: Function, words, data, and keywords with the words that say the same: numbers as Python writes them, since an answer
#: repeats what was typed.
CASES: dict[str, tuple[Any, list[str], Callable[[], pyarrow.Table], dict[str, Any], list[str]]] = {
    "audit": (ll.audit, ["audit"], lambda: bundled("simulated-sweep"), {"y": "loss"}, ["--y", "loss"]),
    "fit": (
        ll.fit, ["fit"], lambda: bundled("simulated-sweep"),
        {"law": "chinchilla", "y": "loss", "bootstrap": 20, "bound": {"alpha": (0.1, None)}, "fix": {"E": 1.8}},
        ["--law", "chinchilla", "--y", "loss", "--bootstrap", "20", "--bound", "alpha=0.1:", "--fix", "E=1.8"],
    ),
    "fit by": (
        ll.fit, ["fit"], lambda: bundled("lab-pretrain", grid),
        {"law": "power-floor", "x": "tokens", "y": "loss_mix", "by": "params"},
        ["--law", "power-floor", "--x", "tokens", "--y", "loss_mix", "--by", "params"],
    ),
    "backtest": (ll.backtest, ["backtest"], lambda: bundled("simulated-sweep"), {"cut": "last:25%"}, ["--cut", "last:25%"]),
    "compare": (
        ll.compare, ["compare"], lambda: bundled("simulated-sweep"),
        {"law": ["chinchilla", "skaling"], "y": "loss"}, ["--law", "chinchilla", "--law", "skaling", "--y", "loss"],
    ),
    "compare arms": (
        ll.compare, ["compare"], lambda: bundled("lab-pretrain"),
        {"arm": "group", "where": 'group == "grid" or group == "repeats"', "y": "loss_mix", "x": ["params", "tokens"]},
        ["--arm", "group", "--where", 'group == "grid" or group == "repeats"', "--y", "loss_mix", "--x", "params", "--x", "tokens"],
    ),
    "passk": (
        ll.passk, ["passk"], lambda: bundled("lab-inference", small),
        {"k": [1, 16, 1000], "model": "base"}, ["--k", "1,16,1000", "--model", "base"],
    ),
    "trend": (
        ll.trend, ["trend"], lambda: ll.read(ROOT / "examples/models.csv").to_pyarrow(),
        {"y": "horizon", "cut": "2024-01-01", "at": ["2026-01-01"]}, ["--y", "horizon", "--cut", "2024-01-01", "--at", "2026-01-01"],
    ),
    "trend step": (
        ll.trend, ["trend"], lambda: ll.read(ROOT / "examples/models.csv").to_pyarrow(),
        {"y": "price", "better": "lower", "step": "m00-7b:m05-13b"}, ["--y", "price", "--better", "lower", "--step", "m00-7b:m05-13b"],
    ),
    "tasks": (
        ll.tasks, ["tasks"], lambda: bundled("lab-pretrain"),
        {"y": ["exact_1", "exact_2"], "loss": "loss_arithmetic"}, ["--y", "exact_1", "--y", "exact_2", "--loss", "loss_arithmetic"],
    ),
    "emergence": (ll.emergence, ["emergence"], lambda: bundled("lab-pretrain", grid), {}, []),
    "compute-optimal": (
        ll.plan.compute_optimal, ["plan", "compute-optimal"], lambda: bundled("simulated-sweep"),
        {"y": "loss", "budget": [1e21, 5.76e23], "replicates": 20}, ["--y", "loss", "--budget", "1e+21,5.76e+23", "--replicates", "20"],
    ),
    "inference": (
        ll.plan.inference, ["plan", "inference"], lambda: bundled("simulated-sweep"),
        {"y": "loss", "loss": 3, "replicates": 20}, ["--y", "loss", "--loss", "3", "--replicates", "20"],
    ),
    "data": (
        ll.plan.data, ["plan", "data"], lambda: bundled("lab-pretrain"),
        {"y": "loss_grammar", "where": 'group == "grid" or group == "repeats"', "stock": 1e7, "replicates": 20},
        ["--y", "loss_grammar", "--where", 'group == "grid" or group == "repeats"', "--stock", "10000000.0", "--replicates", "20"],
    ),
    "over-training": (
        ll.plan.over_training, ["plan", "over-training"], lambda: bundled("simulated-sweep"),
        {"y": "loss", "loss": 3, "max_params": 1e8, "replicates": 20}, ["--y", "loss", "--loss", "3", "--max-params", "100000000.0", "--replicates", "20"],
    ),
    "stock": (
        ll.plan.stock, ["plan", "stock"], lambda: ll.read(ROOT / "examples/models.csv").to_pyarrow(),
        {"y": "horizon", "stock": "1e5:1e4:1e6"}, ["--y", "horizon", "--stock", "1e5:1e4:1e6"],
    ),
    "test-time": (
        ll.plan.test_time, ["plan", "test-time"], lambda: bundled("lab-inference", small),
        {"model": "base", "target": [0.5, 0.8]}, ["--model", "base", "--target", "0.5,0.8"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_every_frame_and_the_command_agree(case: str, write: Write) -> None:
    ask, words, data, keywords, typed = CASES[case]
    table = data()
    folder = write(table, "<data>")
    said = command([*words, "<data>", *typed, "--format", "json", "--quiet"], folder)
    assert said.returncode in (0, 1, 3), said.stderr
    answers = {kind: ask(data=make(table), **keywords) for kind, make in KINDS.items()}
    for kind, answer in answers.items():
        assert without_hash(answer.to_json()) == without_hash(said.stdout), kind
        assert answer.code == said.returncode, kind
    assert answers["polars"].to_json() == answers["pyarrow"].to_json(), "equal values have equal checksums"
    assert answers["polars"].text() == command([*words, "<data>", *typed, "--quiet"], folder).stdout
    csv = command([*words, "<data>", *typed, "--quiet", "--format", "csv"], folder).stdout
    assert answers["polars"].to_csv() == csv
    assert answers["polars"].frame().height == answers["pandas"].frame().shape[0] == len(answers["dict"].frame("table"))


def test_forecasts_agree(kind: str, sweep: pyarrow.Table, write: Write) -> None:
    write(sweep, "<data>")
    folder = write(POINTS, "<points>")
    words = ["forecast", "<data>", "--at", "<points>", "--y", "loss", "--x", "params", "--x", "tokens"]
    said = command([*words, "--format", "json", "--quiet"], folder)
    frame, points = KINDS[kind](sweep), KINDS[kind](POINTS)
    answer = ll.forecast(frame, points, y="loss", x=["params", "tokens"])
    assert without_hash(answer.to_json()) == without_hash(said.stdout)
    rows = answer.frame("dict")
    assert rows["params"] == [1e9, 3e10] and rows["note"] == ["a", None]
    assert all(lo < median < hi for lo, median, hi in zip(rows["lo80"], rows["median"], rows["hi80"], strict=True))
    law = ll.fit("chinchilla", frame, y="loss", bootstrap=20).forecast(points)
    assert law.to_json() == ll.forecast(frame, points, y="loss", law="chinchilla").to_json()


def test_joined_frames_agree(kind: str, write: Write) -> None:
    runs = pyarrow.table({"run": ["a", "b", "c", "d", "e", "f"], "loss": [4.0, 3.6, 3.3, 3.1, 2.95, 2.85]})
    settings = pyarrow.table({"run": ["f", "e", "d", "c", "b", "a"], "tokens": [3.2e9, 1.6e9, 8e8, 4e8, 2e8, 1e8]})
    write(runs, "<data>")
    folder = write(settings, "<join>")
    words = ["fit", "<data>", "--join", "<join>", "--on", "run", "--law", "power-floor", "--x", "tokens"]
    said = command([*words, "--format", "json", "--quiet"], folder)
    answer = ll.fit("power-floor", KINDS[kind](runs), join=KINDS[kind](settings), on="run", x="tokens")
    assert without_hash(answer.to_json()) == without_hash(said.stdout)


def test_notices_are_what_the_command_says(sweep: pyarrow.Table, write: Write) -> None:
    said = command(["fit", "<data>", "--law", "chinchilla"], write(sweep, "<data>"))
    assert list(ll.fit("chinchilla", sweep).notices) == said.stderr.splitlines()


def test_figures_are_those_of_the_command(sweep: pyarrow.Table, write: Write) -> None:
    folder = write(sweep, "<data>")
    audit = ll.audit(sweep, y="loss")
    assert "forecast" in audit.figures
    for name in audit.figures:
        drawn = command(["audit", "<data>", "--y", "loss", "--figure", name, "--quiet"], folder)
        assert audit.figure(name) == drawn.stdout, name
    assert ll.backtest(sweep, y="loss").figures == ()


def test_files_and_bundled_sets_are_data(tmp_path: Path) -> None:
    for data in ("simulated-sweep", str(ROOT / "examples/curves.csv"), [ROOT / "examples/curves.csv"]):
        keywords = {"by": "model"} if data != "simulated-sweep" else {}
        names = [str(path) for path in data] if isinstance(data, list) else [data]
        words = ["fit", *names, "--law", "auto", "--y", "loss", *(["--by", "model"] if keywords else [])]
        said = command([*words, "--format", "json", "--quiet"], tmp_path)
        assert ll.fit("auto", data, y="loss", **keywords).to_json() == said.stdout


def test_a_table_that_was_read_is_its_file(tmp_path: Path) -> None:
    path = ROOT / "examples/models.csv"
    table = ll.read(path)
    assert ll.trend(table, y="horizon").to_json() == ll.trend(path, y="horizon").to_json()
    assert ll.read(str(path)).to_dict() == table.to_dict()


def test_a_law_is_a_name_a_formula_a_file_or_an_object(sweep: pyarrow.Table, tmp_path: Path) -> None:
    formula = "E + A*N^-alpha + B*D^-beta"
    law = ll.Law(formula, name="mine", bounds={"E": (0, None), "alpha": (0.01, 2.0)})
    path = tmp_path / "mine.toml"
    path.write_text(law.to_toml())
    by_object, by_file = ll.fit(law, sweep, y="loss"), ll.fit(path, sweep, y="loss")
    assert by_object.groups == by_file.groups
    named = ll.fit("chinchilla", sweep, y="loss").parameters["alpha"].value
    assert by_object.parameters["alpha"].value == pytest.approx(named, rel=1e-6)
    assert ll.fit(formula, sweep, y="loss").parameters["alpha"].value == named
    assert ll.laws().value["laws"] and ll.law("chinchilla").value["law"]["inputs"] == ["N", "D"]


def test_other_sources_of_arrow_are_frames(sweep: pyarrow.Table) -> None:
    import duckdb
    import polars

    expected = ll.fit("chinchilla", sweep, y="loss").to_json()
    assert ll.fit("chinchilla", duckdb.sql("select * from sweep"), y="loss").to_json() == expected
    assert ll.fit("chinchilla", polars.from_arrow(sweep).lazy(), y="loss").to_json() == expected
    assert ll.fit("chinchilla", sweep.to_reader(max_chunksize=7), y="loss").to_json() == expected
