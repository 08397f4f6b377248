"""Calls: Ctrl-C, progress, threads, other processes; and what an answer is."""

from __future__ import annotations

import copy
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import lawlike as ll
import pytest

LONG: dict[str, Any] = {"law": "chinchilla", "bootstrap": 200_000}


def interrupted() -> float:
    """Seconds from Ctrl-C to the end of a call."""
    raised: list[float] = []

    def interrupt() -> None:
        raised.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    # A process that was started in the background ignores the signal unless it is told not to.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        threading.Timer(0.5, interrupt).start()
        with pytest.raises(KeyboardInterrupt):
            ll.fit(data="simulated-sweep", **LONG)
        return time.monotonic() - raised[0]
    finally:
        signal.signal(signal.SIGINT, before)


def test_ctrl_c_ends_a_call_and_the_work_behind_it() -> None:
    # On a machine with much else to do, one of them may be late.
    assert min(interrupted() for _ in range(3)) < 0.2

    def working(seconds: float) -> float:
        used = time.process_time()
        time.sleep(seconds)
        return time.process_time() - used

    assert any(working(0.5) < 0.05 for _ in range(20)), "nobody works on"


def test_the_interpreter_is_free_while_the_engine_works() -> None:
    ticks = 0
    is_done = threading.Event()

    def count() -> None:
        nonlocal ticks
        while not is_done.wait(0.002):
            ticks += 1

    counter = threading.Thread(target=count)
    counter.start()
    begun = time.monotonic()
    ll.fit("chinchilla", "simulated-sweep", bootstrap=200, threads=1)
    spent = time.monotonic() - begun
    is_done.set()
    counter.join()
    assert ticks > spent / 0.002 * 0.05


def test_progress_says_the_stage_and_may_end_the_call() -> None:
    seen: list[tuple[str, float]] = []

    def watch(stage: str, seconds: float) -> None:
        seen.append((stage, seconds))
        if len(seen) == 3:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        ll.fit(data="simulated-sweep", progress=watch, **LONG)
    assert seen[-1][0] == "fitting" and 0.4 < seen[-1][1] < 3.0
    assert seen == sorted(seen, key=lambda each: each[1])
    quick = ll.fit("chinchilla", "simulated-sweep", progress=True)
    assert quick == ll.fit("chinchilla", "simulated-sweep")


def test_calls_from_many_threads_have_one_answer() -> None:
    expected = ll.fit("chinchilla", "simulated-sweep", seed=3, bootstrap=50).to_json()
    found: list[str] = []
    work = [threading.Thread(target=lambda: found.append(ll.fit("chinchilla", "simulated-sweep", seed=3, bootstrap=50, threads=2).to_json())) for _ in range(4)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert found == [expected] * 4


def _fitted(seed: int) -> ll.Answer[Any]:
    return ll.fit("chinchilla", "simulated-sweep", seed=seed)


def test_answers_come_back_from_other_processes() -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        sent = pool.submit(_fitted, 1).result()
    own = _fitted(1)
    assert sent == own and type(sent) is type(own) and repr(sent) == repr(own) and sent.notices == own.notices
    assert sent.frame("dict") == own.frame("dict") and sent.text(full=True) == own.text(full=True, width=80)
    assert pickle.loads(pickle.dumps(sent)) == own and copy.deepcopy(sent) == own
    with pytest.raises(ValueError, match="without its data"):
        sent.forecast({"params": [1e9], "tokens": [1e10]})


def test_answers_cannot_be_changed() -> None:
    answer = _fitted(0)
    for name in ("code", "value", "notices", "new"):
        with pytest.raises(AttributeError):
            setattr(answer, name, 1)
    with pytest.raises(AttributeError):
        del answer.code
    parameter = answer.parameters["alpha"]
    with pytest.raises(AttributeError):
        parameter.value = 1.0
    assert len({answer, _fitted(0)}) == 1
    table = answer.frame("table")
    with pytest.raises(AttributeError):
        table.columns = []


def test_an_audit_shows_itself() -> None:
    audit = ll.audit("simulated-sweep")
    assert audit.word in ("Strong", "Weak", "Broken", "Absent", "Untested") and audit.headline.startswith(audit.word)
    assert repr(audit).startswith(audit.word.upper()) and len(repr(audit).splitlines()) <= 25
    assert audit.holds == (audit.code == 0)
    assert len(audit.figures) >= 3
    for at, name in enumerate(audit.figures):
        assert audit.figure(at) == audit.figure(name) and audit.figure(name).startswith("<svg")
    sent = pickle.loads(pickle.dumps(audit))
    assert sent.figures == audit.figures and sent.figure("forecast") == audit.figure("forecast")
    shown = audit._repr_html_()
    assert shown.startswith("<pre") and shown.rstrip().endswith("</svg>\n</div>") and len(shown) < 60_000
    assert "text(full=True) or to_html()" in repr(audit) and "--full" not in shown and "lawlike explain" not in shown
    assert audit.to_html().startswith("<!doctype html>") and audit.to_markdown() and audit.to_latex()
    with pytest.raises(ll.UsageError, match="there is `"):
        audit.figure("nothing")
    with pytest.raises(ll.UsageError, match="none"):
        ll.laws().figure()


def test_answers_are_drawn() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("svg")
    fit = ll.fit("chinchilla", "simulated-sweep")
    points = {"params": [1e9, 1e10, 1e11], "tokens": [1e11, 1e12, 1e13]}
    for answer in (fit, fit.forecast(points), ll.audit("simulated-sweep")):
        axes = answer.plot()
        assert axes.has_data() and axes.get_xlabel()
    with pytest.raises(ll.UsageError, match="no drawing"):
        ll.laws().plot()


def test_claims_are_on_trial() -> None:
    claims = ll.claims().value["claims"]
    assert len(claims) > 30
    own = ll.run_claims("gpt4o-quarter-of-gpt4")
    assert own.code == 0
    assert ll.claim("gpt4o-quarter-of-gpt4").word == own.value["claims"][0]["found"]
    audit = ll.audit("gpt4o-quarter-of-gpt4")
    assert audit.word == audit.headline == "Strong" and audit.holds
    assert ll.explain("outliers").value["schema"].startswith("lawlike/")
    assert ll.describe({"params": [1.0, 2.0], "loss": [3.0, 2.0]}).value["rows"] == 2
    assert ll.datasets().frame("dict")
    assert ll.check_law("E + A*N^-alpha").value["inputs"] == ["N"]


def test_the_package_is_light() -> None:
    # Processor time: the clock on the wall also counts what else the machine does.
    code = "import time; t = time.process_time(); import lawlike; print(time.process_time() - t); import sys; print('numpy' in sys.modules)"
    lines = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() for _ in range(10)]
    assert min(float(seconds) for seconds, _ in lines) < 0.1
    assert {numpy for _, numpy in lines} == {"False"}
    wheels = list(Path(os.environ.get("LAWLIKE_WHEELS", "-")).glob("*.whl"))
    assert all(wheel.stat().st_size < 15e6 for wheel in wheels)
