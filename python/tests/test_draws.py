"""Draws of the parameters: those behind the errors of a fit, and for ArviZ."""

from __future__ import annotations

import pickle
import statistics
import sys
from typing import Any

import lawlike as ll
import pytest

FIT: dict[str, Any] = {"law": "chinchilla", "data": "simulated-sweep", "y": "loss", "objective": "log-ls", "seed": 5}
MADE: dict[str, dict[str, int]] = {"pairs-bootstrap": {"bootstrap": 60}, "posterior": {"posterior": 400}}


def test_the_draws_of_a_bootstrap_are_those_behind_its_errors() -> None:
    fit = ll.fit(**FIT, bootstrap=60)
    draws, said = fit.draws(), fit.groups[""]["bootstrap"]
    assert (len(draws), draws.failed, draws.chains, draws.sampling) == (said["replicates"], 60 - said["replicates"], 1, None)
    for name in draws.names:
        assert statistics.stdev(draws[name]) == pytest.approx(said["sd"][name], rel=1e-9), name
    assert draws.frame("dict")["alpha"] == draws["alpha"]


def test_the_draws_of_a_posterior_are_those_of_its_summary() -> None:
    fit = ll.fit(**FIT, posterior=400, bootstrap=20, prior={"E": "normal(1.9,0.05)"})
    draws, said = fit.draws(), fit.groups[""]["posterior"]
    assert (draws.maker, draws.chains, len(draws)) == ("posterior", 4, 400)
    assert [each["name"] for each in said["parameters"]] == draws.names and draws.names[-1] == "sigma"
    for each in said["parameters"]:
        assert statistics.mean(draws[each["name"]]) == pytest.approx(each["mean"], rel=1e-9)
    assert draws.sampling is not None and draws.sampling["r_hat"] == [each["r_hat"] for each in said["parameters"]]
    rows = draws.frame("dict")
    assert rows["chain"] == [chain for chain in range(4) for _ in range(100)] and rows["draw"] == list(range(100)) * 4
    assert "posterior, 400 draws in 4 chains" in repr(draws)


@pytest.mark.parametrize("maker", MADE)
def test_draws_are_read_by_arviz(maker: str) -> None:
    arviz: Any = pytest.importorskip("arviz")
    draws = ll.fit(**FIT, **MADE[maker]).draws()
    posterior = draws.to_arviz()["posterior"]
    assert dict(posterior.sizes) == {"chain": draws.chains, "draw": len(draws) // draws.chains}
    assert posterior["alpha"].values.ravel().tolist() == draws["alpha"]
    assert posterior.attrs["maker"] == maker and posterior.attrs["inference_library"] == "lawlike"
    table = arviz.summary(draws.to_arviz(), var_names=["alpha", "beta"])
    assert list(table.index) == ["alpha", "beta"]


def test_chains_of_unequal_length_are_refused() -> None:
    pytest.importorskip("arviz")
    draws = ll.fit(**FIT, posterior=103).draws()
    assert len(draws) == 103
    with pytest.raises(ll.UsageError, match="multiple of 4"):
        draws.to_arviz()


def test_without_arviz_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arviz", None)
    with pytest.raises(ImportError, match="pip install arviz"):
        ll.fit(**FIT, bootstrap=10).draws().to_arviz()


def test_every_series_has_draws() -> None:
    tokens = [1e8 * 2.0**n for n in range(8)] * 2
    run = ["a"] * 8 + ["b"] * 8
    loss = [1.7 + (400 if name == "a" else 600) * t**-0.3 * (1 + 0.001 * (-1) ** n) for n, (t, name) in enumerate(zip(tokens, run, strict=True))]
    fit = ll.fit("power-floor", {"tokens": tokens, "loss": loss, "run": run}, by="run", x="tokens", y="loss", bootstrap=20)
    assert fit.draws("a")["A"] != fit.draws("b")["A"]
    with pytest.raises(ValueError, match="2 series"):
        fit.draws()


def test_what_was_not_drawn_is_an_error() -> None:
    for fit in (ll.fit(**FIT), pickle.loads(pickle.dumps(ll.fit(**FIT, bootstrap=10)))):
        with pytest.raises(ValueError, match="no draws"):
            fit.draws()
    with pytest.raises(ll.LawlikeError, match="no likelihood"):
        ll.fit(**{**FIT, "objective": "huber-log:1e-3"}, posterior=100)
