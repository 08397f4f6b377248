"""The estimator of scikit-learn."""

from __future__ import annotations

from typing import Any

import lawlike as ll
import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import cross_val_score
from sklearn.utils.estimator_checks import parametrize_with_checks


@parametrize_with_checks([ll.LawRegressor()])
def test_it_keeps_the_rules_of_scikit_learn(estimator: Any, check: Any) -> None:
    check(estimator)


def sweep() -> tuple[pd.DataFrame, Any]:
    frame = ll.read("simulated-sweep").to_pandas()
    return frame[["params", "tokens"]], frame["loss"]


def test_predictions_are_those_of_the_engine() -> None:
    inputs, losses = sweep()
    model = ll.LawRegressor("chinchilla").fit(inputs, losses)
    direct = ll.fit("chinchilla", {"N": inputs["params"], "D": inputs["tokens"], "response": losses}, x=["N", "D"], y="response")
    assert model.parameters_ == {name: each.value for name, each in direct.parameters.items()}
    new = pd.DataFrame({"params": [1e9, 1e11], "tokens": [1e11, 1e13]})
    forecast = direct.forecast({"N": new["params"], "D": new["tokens"]}).frame("dict")
    predicted, interval = model.predict(new, return_interval=0.8)
    assert interval.shape == (2, 2) and (interval[:, 0] < interval[:, 1]).all()
    assert list(interval[:, 0]) == forecast["lo80"] and list(interval[:, 1]) == forecast["hi80"]
    assert predicted == pytest.approx(forecast["median"], rel=2e-3)
    assert (predicted == model.predict(new)).all()
    assert model.score(inputs, losses) > 0.999
    assert cross_val_score(ll.LawRegressor("chinchilla"), inputs, losses).mean() > 0.99


def test_formulas_name_their_inputs() -> None:
    inputs, losses = sweep()
    formula = "E + A*params^-alpha + B*tokens^-beta"
    by_frame = ll.LawRegressor(formula, fix={"E": 1.8}).fit(inputs, losses)
    by_name = ll.LawRegressor(formula, inputs=["params", "tokens"], fix={"E": 1.8}).fit(inputs.to_numpy(), losses)
    assert by_frame.parameters_ == by_name.parameters_ and by_frame.parameters_["E"] == 1.8
    law = ll.Law("E + A*N^-alpha", inputs=["N"], bounds={"alpha": (0.1, 0.2)})
    assert 0.1 <= ll.LawRegressor(law).fit(inputs[["params"]], losses).parameters_["alpha"] <= 0.2
    with pytest.raises(ValueError, match="inputs="):
        ll.LawRegressor(formula).fit(inputs.to_numpy(), losses)
    with pytest.raises(ValueError, match="2 inputs"):
        ll.LawRegressor("chinchilla").fit(inputs[["params"]], losses)
    with pytest.raises(ll.LawError):
        ll.LawRegressor("E + A*params^", inputs=["params", "tokens"]).fit(inputs, losses)
    with pytest.raises(ValueError, match="return_interval=0.7"):
        by_frame.predict(inputs, return_interval=0.7)
