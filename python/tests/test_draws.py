"""Draws of the parameters: those behind the errors of a fit, and for ArviZ."""

from __future__ import annotations

import math
import statistics
import sys
from typing import Any

import lawlike as ll
import pytest

FIT: dict[str, Any] = {"law": "chinchilla", "data": "simulated-sweep", "y": "loss", "objective": "log-ls", "seed": 5}
MAKERS = ["bootstrap", "wild", "laplace", "posterior"]


def test_the_draws_of_a_bootstrap_are_those_behind_its_errors() -> None:
    fit = ll.fit(**FIT, bootstrap=60)
    draws = fit.draws("bootstrap", 60)
    said = fit.groups[""]["bootstrap"]
    assert (len(draws), draws.failed, draws.chains, draws.sampling) == (said["replicates"], 60 - said["replicates"], 1, None)
    for name in draws.names:
        assert statistics.stdev(draws[name]) == pytest.approx(said["sd"][name], rel=1e-9), name
    assert draws.frame("dict")["alpha"] == draws["alpha"]


@pytest.mark.parametrize("maker", MAKERS)
def test_draws_surround_the_estimate(maker: Any) -> None:
    fit = ll.fit(**FIT)
    draws = fit.draws(maker, 200, chains=2, warmup=200)
    assert draws.maker == maker and set(fit.parameters) <= set(draws.names)
    for name, parameter in fit.parameters.items():
        values = draws[name]
        assert abs(statistics.median(values) - parameter.value) < 3 * parameter.se, name
        assert all(map(math.isfinite, values))
    assert [row for row in draws.frame("dict")["chain"]] == sorted(draws.frame("dict")["chain"])
    if maker == "posterior":
        assert draws.names[-1] == "sigma" and draws.chains == 2 and min(draws["sigma"]) > 0
        assert draws.sampling is not None and max(draws.sampling["r_hat"]) < 1.2
    assert repr(fit.draws(maker, 200, chains=2, warmup=200)) == repr(draws) and maker in repr(draws)
    assert fit.draws(maker, 200, chains=2, warmup=200).frame("dict") == draws.frame("dict"), "the same seed"


@pytest.mark.parametrize("maker", ["bootstrap", "posterior"])
def test_draws_are_read_by_arviz(maker: Any) -> None:
    arviz: Any = pytest.importorskip("arviz")
    draws = ll.fit(**FIT).draws(maker, 200, chains=2, warmup=200)
    posterior = draws.to_arviz()["posterior"]
    assert dict(posterior.sizes) == {"chain": draws.chains, "draw": len(draws) // draws.chains}
    assert posterior["alpha"].values.ravel().tolist() == draws["alpha"]
    assert posterior.attrs["maker"] == maker and posterior.attrs["inference_library"] == "lawlike"
    table = arviz.summary(draws.to_arviz(), var_names=["alpha", "beta"])
    assert list(table.index) == ["alpha", "beta"]


def test_without_arviz_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "arviz", None)
    with pytest.raises(ImportError, match="pip install arviz"):
        ll.fit(**FIT).draws(count=10).to_arviz()


def test_every_series_has_draws() -> None:
    tokens = [1e8 * 2.0**n for n in range(8)] * 2
    run = ["a"] * 8 + ["b"] * 8
    loss = [1.7 + (400 if name == "a" else 600) * t**-0.3 * (1 + 0.001 * (-1) ** n) for n, (t, name) in enumerate(zip(tokens, run, strict=True))]
    fit = ll.fit("power-floor", {"tokens": tokens, "loss": loss, "run": run}, by="run", x="tokens", y="loss")
    draws = fit.draws_of_groups("laplace", 50)
    assert list(draws) == ["a", "b"] and draws["a"]["A"] != draws["b"]["A"]
    with pytest.raises(ValueError, match="2 series"):
        fit.draws()


@pytest.mark.parametrize(
    ("asked", "error", "text"),
    [
        ({"maker": "none"}, ll.UsageError, "no maker"),
        ({"maker": "posterior", "count": 10, "chains": 3}, ll.UsageError, "shared out"),
        ({"count": 0}, ll.UsageError, "0 draws"),
    ],
)
def test_what_cannot_be_drawn_is_an_error(asked: dict[str, Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        ll.fit(**FIT).draws(**asked)


def test_an_objective_without_likelihood_has_no_posterior() -> None:
    with pytest.raises(ll.LawlikeError, match="no likelihood"):
        ll.fit(**{**FIT, "objective": "huber-log:1e-3"}).draws("posterior", 100)
