"""Writes the example notebooks, runs them, and keeps what they show: ``python python/notebooks.py``.

A notebook is a list of cells here: text in Markdown, and code. What they show is kept, so they can be read without Python.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "notebooks"

NOTEBOOKS: dict[str, list[tuple[str, str]]] = {
    "five-minutes": [
        ("text", "# Five minutes\n\nAudit a sweep, fit its law, forecast larger runs. The data come with the package: small transformers, "
         "trained for this project on text of known entropy. Put a frame or a file of yours in their place."),
        ("code", "import lawlike as ll\n\naudit = ll.audit(\"lab-pretrain\")\naudit"),
        ("text", "The word says how strong the law is. Everything behind it is in `value`; `figures` names the figures. What is missed:"),
        ("code", "print(audit.headline)\nfor condition in audit.value[\"verdict\"][\"conditions\"]:\n    if not condition[\"met\"]:\n        print(\"missed:\", condition[\"asks\"], \"-\", condition[\"text\"])"),
        ("text", "The fit: parameters with intervals, and a certificate of how well they were found."),
        ("code", "fit = ll.fit(\"chinchilla\", \"lab-pretrain\", x=[\"params_non_embedding\", \"tokens\"])\nfit.frame(\"pandas\")"),
        ("text", "Runs that are not there yet. Intervals are for a new run, its noise included."),
        ("code", "points = {\"params\": [2.1e5, 1.05e6], \"params_non_embedding\": [2e5, 1e6], \"tokens\": [1e9, 1e10]}\nfit.forecast(points).frame(\"pandas\")[[\"params\", \"tokens\", \"median\", \"lo80\", \"hi80\", \"lo95\", \"hi95\"]]"),
        ("text", "The draws of a bootstrap or of the posterior (`posterior=4000`), for any tool of yours; `draws.to_arviz()` hands them to ArviZ."),
        ("code", "draws = ll.fit(\"chinchilla\", \"lab-pretrain\", x=[\"params_non_embedding\", \"tokens\"], bootstrap=200).draws()\ndraws.frame(\"pandas\").describe().loc[[\"mean\", \"std\", \"min\", \"max\"], draws.names]"),
    ],
    "wandb-sweep": [
        ("text", "# Your sweep from Weights & Biases\n\nA chart that W&B exports as CSV has a column for every run. Here one is written from simulated curves; "
         "take the file that you exported instead. Logs (`.wandb`), MLflow, TensorBoard and others are read as well."),
        ("code", "import lawlike as ll\nimport numpy as np\nimport pandas as pd\n\nrandom = np.random.default_rng(1)\nstep = np.arange(500, 30_001, 500)\n"
         "chart = pd.DataFrame({\"Step\": step})\nfor name, width in {\"narrow\": 256, \"middle\": 512, \"wide\": 1024}.items():\n"
         "    noise = random.normal(0, 0.004, step.size)\n"
         "    chart[f\"{name} - val/loss\"] = (2.2 + 30 / width + 20 * step**-0.4) * np.exp(noise)\n"
         "chart.to_csv(\"wandb_export.csv\", index=False)\nchart.tail(3)"),
        ("text", "What the file holds, and what its columns are taken for:"),
        ("code", "ll.describe(\"wandb_export.csv\")"),
        ("text", "One series a run: hide the later steps, forecast them from the earlier ones, and score the forecasts."),
        ("code", "table = ll.read(\"wandb_export.csv\")\nll.backtest(table, x=\"step\", y=\"val/loss\", by=\"run\")"),
        ("text", "The floor `E` is what each run would reach:"),
        ("code", "fits = ll.fit(\"power-floor\", table, x=\"step\", y=\"val/loss\", by=\"run\")\nfits.frame(\"pandas\")"),
    ],
    "claim": [
        ("text", "# A claim on trial\n\nA claim is a sentence with terms: what data decide it, and what would refute it."),
        ("code", "import lawlike as ll\n\nll.claims().frame(\"pandas\").head(8)"),
        ("code", "ll.claim(\"gpt4o-quarter-of-gpt4\")"),
        ("text", "This one is tested with data that come with the package."),
        ("code", "tested = ll.audit(\"gpt4o-quarter-of-gpt4\")\ntested.word"),
        ("text", "Published values of a law are a claim as well: do they predict these runs, and are they rounded too far?"),
        ("code", "published = {\"E\": 1.69, \"A\": 406.4, \"B\": 410.7, \"alpha\": 0.34, \"beta\": 0.28}\n"
         "fit = ll.fit(\"chinchilla\", \"simulated-sweep\", published=published)\n"
         "for finding in fit.value[\"findings\"]:\n    print(finding[\"severity\"], finding[\"code\"], \"-\", finding[\"message\"])"),
    ],
    "pass-at-k": [
        ("text", "# pass@k\n\nWhat repeated sampling solves: without bias within the samples that were taken, with stated intervals beyond them."),
        ("code", "import lawlike as ll\n\nsamples = ll.read(\"lab-inference\").to_pandas()\n"
         "samples = samples[(samples[\"temperature\"] == 1) & (samples[\"params_non_embedding\"] < 60_000)]\n"
         "solved = ll.passk(samples, model=\"base\", k=[1, 4, 16, 64, 256, 1000])\nsolved"),
        ("code", "solved.frame().head(12)"),
        ("code", "%matplotlib inline\nsolved.plot();"),
    ],
    "planning": [
        ("text", "# Planning a run\n\nDivide a budget, and see what a plan costs if the law is wrong."),
        ("code", "import lawlike as ll\n\nplan = ll.plan.compute_optimal(\"simulated-sweep\", y=\"loss\", budget=5.76e23, replicates=200)\nplan"),
        ("text", "A model that will be used is cheaper if it is smaller and trained longer."),
        ("code", "ll.plan.inference(\"simulated-sweep\", y=\"loss\", like=13e9, tokens=[1e11, 2e12], replicates=100)"),
        ("text", "And where an agent makes many calls, errors compound."),
        ("code", "ll.plan.agent(right=\"97/100\", calls=[1, 10, 100], noticed=0.8, retries=2)"),
    ],
}  # fmt: skip


def notebook(name: str) -> Any:
    """The notebook of that name, not run yet."""
    cells = [new_markdown_cell(text) if kind == "text" else new_code_cell(text) for kind, text in NOTEBOOKS[name]]
    for at, cell in enumerate(cells):
        cell["id"] = f"{name}-{at}"
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})


def run(name: str) -> Any:
    """The notebook of that name, run from top to bottom in an empty folder."""
    made = notebook(name)
    with TemporaryDirectory() as folder:
        NotebookClient(made, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}).execute()
    for cell in made.cells:
        cell.metadata.clear()
    made.metadata.pop("language_info", None)
    return made


def main() -> None:
    """Write those that are named, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or NOTEBOOKS:
        nbformat.write(run(name), FOLDER / f"{name}.ipynb")


if __name__ == "__main__":
    main()
