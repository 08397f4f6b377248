"""The questions that can be asked.

Written by ``python python/write.py`` from the arguments of the command; not by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lawlike._ask import ask, read_table
from lawlike._frames import Table
from lawlike._results import (
    Audit,
    Backtest,
    Claim,
    Claims,
    Comparison,
    DataSet,
    Described,
    Emergence,
    Explained,
    Fits,
    Forecast,
    LawCard,
    Laws,
    Passk,
    Sets,
    Tasks,
    Trend,
)
from lawlike._types import (
    Assignments,
    Data,
    Day,
    Days,
    LawLike,
    Path,
    Progress,
    Text,
    Texts,
)

__all__ = [
    "audit",
    "backtest",
    "check_law",
    "cite",
    "claim",
    "claims",
    "compare",
    "datasets",
    "describe",
    "emergence",
    "explain",
    "fetch",
    "fit",
    "forecast",
    "law",
    "laws",
    "passk",
    "read",
    "run_claims",
    "tasks",
    "trend",
]


def audit(
    data: Data | None = None,
    *,
    x: str | Sequence[str] | None = None,
    y: str | None = None,
    units: Assignments | None = None,
    group: str | None = None,
    by: str | None = None,
    where: str | None = None,
    weight: str | None = None,
    stderr: str | None = None,
    skip_bad: bool = False,
    keep_zero: bool = False,
    decimal: Literal["point", "comma"] | None = None,
    long: str | None = None,
    join: Data | None = None,
    on: str | None = None,
    rule: str | Sequence[str] | None = None,
    law: LawLike | None = None,
    objective: str | None = None,
    cut: str | None = None,
    tolerance: Text | None = None,
    resume: Path | None = None,
    published: Assignments | None = None,
    published_interval: str | Sequence[str] | None = None,
    assume: Assignments | None = None,
    seed: int | None = None,
    threads: int | None = None,
    report: Path | None = None,
    progress: Progress = None,
) -> Audit:
    """Put a law to the test: fit it, forecast the large runs from the small ones, score, check and judge.

    Parameters
    ----------
    data : Data
        Files of runs, or the name of a bundled set; `-` is standard input [default: the bundled sweep]
    x : str | Sequence[str]
        A column that the law runs along; repeat it for more. QUANTITY says what it measures, such as `n=parameters`
        [default: recognised by name]
    y : str
        The column that the law explains [default: recognised by name]
    units : Assignments
        Units in which columns are written, such as params=M,tokens=B or score=% [default: those of the headers]
    group : str
        A column whose equal values mark rows that belong together, such as the points of one run
    by : str
        Take every value of this column as a series of its own
    where : str
        Use only the rows for which this holds, such as 'tokens > 1e9 and model == "A"'
    weight : str
        A column of weights
    stderr : str
        A column with the standard error of the response
    skip_bad : bool
        Leave out rows that cannot be used, and say which, instead of stopping
    keep_zero : bool
        Keep rows in which an axis of counts, such as steps or examples, is 0: the untrained start, which is left out
        where the axis is logarithmic unless --law is a formula or a TOML file
    decimal : Literal["point", "comma"]
        What parts decimals in numbers with commas [default: what each column shows]
    long : str
        Make rows of columns: of all outcomes, with a column of that name that says which and a column `score`, such
        as `--long task` or `--long run=a,b`
    join : Data
        A second file whose columns are joined to every row, such as the settings of the runs
    on : str
        The column that both files have, by which --join puts rows together
    rule : str | Sequence[str]
        Leave out the rows that a rule marks, and say which: unfinished, warm-up, cool-down, diverged, under-tuned,
        duplicates, checkpoints, or all; repeat it for more. An audit shows what each would change
    law : LawLike
        `auto`, a name of `lawlike laws`, a formula in quotes, or a TOML file [default: auto]
    objective : str
        `auto`, or one of ls, log-ls, logit-ls, huber:DELTA, huber-log:DELTA, lad (of logarithms), lad-raw [default:
        auto]
    cut : str
        Which runs are training runs: 'COL<=VALUE', 'COL<DATE' or last:20% [default: several cuts along the axis]
    tolerance : Text
        The error that the claim allows, such as 2% or 0.02 [default: by what is measured, 2% for a loss]
    resume : Path
        Keep the work that is done in this file, series by series, and take up what it has: a run that was stopped
        goes on from there
    published : Assignments
        Values of all parameters as they are printed somewhere, digits and all: do they predict these runs, and are
        they rounded too far?
    published_interval : str | Sequence[str]
        An interval as it is printed somewhere, of a parameter or a formula of parameters, such as 'beta/(alpha +
        beta)=0.454:0.455@80' for 80 %; can so many runs support it? Repeat it for more
    assume : Assignments
        What the models of all runs share and no column says, to count parameters and FLOP exactly: depth, width,
        heads, heads-kv, head-size, feed-forward, vocabulary, context, experts, experts-active, gated, tied
    seed : int
        Seed of all random draws; the same seed gives the same bytes [default: 0]
    threads : int
        Number of threads; the result does not depend on it [default: all]
    report : Path
        Also write a page with figures as one HTML file that needs no network
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike audit``, whose help has examples and sources, to the last bit.
    """
    return ask(Audit, ('audit',), locals())


def fit(
    law: LawLike,
    data: Data,
    *,
    x: str | Sequence[str] | None = None,
    y: str | None = None,
    units: Assignments | None = None,
    group: str | None = None,
    by: str | None = None,
    where: str | None = None,
    weight: str | None = None,
    stderr: str | None = None,
    skip_bad: bool = False,
    keep_zero: bool = False,
    decimal: Literal["point", "comma"] | None = None,
    long: str | None = None,
    join: Data | None = None,
    on: str | None = None,
    rule: str | Sequence[str] | None = None,
    objective: str | None = None,
    start: Assignments | None = None,
    fix: Assignments | None = None,
    bound: Assignments | None = None,
    stderr_relative: bool = False,
    bootstrap: int | None = None,
    resume: Path | None = None,
    checks: Literal["all", "quick", "none"] | None = None,
    posterior: int | None = None,
    prior: Assignments | None = None,
    published: Assignments | None = None,
    published_interval: str | Sequence[str] | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Fits:
    """Find the parameters of a law, with intervals and a certificate of how well they were found.

    Parameters
    ----------
    law : LawLike
        `auto`, a name of `lawlike laws`, a formula in quotes, or a TOML file [default: auto]
    data : Data
        Files of runs, or the name of a bundled set; `-` is standard input
    x : str | Sequence[str]
        A column that the law runs along; repeat it for more. QUANTITY says what it measures, such as `n=parameters`
        [default: recognised by name]
    y : str
        The column that the law explains [default: recognised by name]
    units : Assignments
        Units in which columns are written, such as params=M,tokens=B or score=% [default: those of the headers]
    group : str
        A column whose equal values mark rows that belong together, such as the points of one run
    by : str
        Take every value of this column as a series of its own
    where : str
        Use only the rows for which this holds, such as 'tokens > 1e9 and model == "A"'
    weight : str
        A column of weights
    stderr : str
        A column with the standard error of the response
    skip_bad : bool
        Leave out rows that cannot be used, and say which, instead of stopping
    keep_zero : bool
        Keep rows in which an axis of counts, such as steps or examples, is 0: the untrained start, which is left out
        where the axis is logarithmic unless --law is a formula or a TOML file
    decimal : Literal["point", "comma"]
        What parts decimals in numbers with commas [default: what each column shows]
    long : str
        Make rows of columns: of all outcomes, with a column of that name that says which and a column `score`, such
        as `--long task` or `--long run=a,b`
    join : Data
        A second file whose columns are joined to every row, such as the settings of the runs
    on : str
        The column that both files have, by which --join puts rows together
    rule : str | Sequence[str]
        Leave out the rows that a rule marks, and say which: unfinished, warm-up, cool-down, diverged, under-tuned,
        duplicates, checkpoints, or all; repeat it for more. An audit shows what each would change
    objective : str
        `auto`, or one of ls, log-ls, logit-ls, huber:DELTA, huber-log:DELTA, lad (of logarithms), lad-raw [default:
        auto]
    start : Assignments
        Begin the search at these values and nowhere else; what it tries next sets out from there: further starts are
        drawn around them
    fix : Assignments
        Hold these parameters at a value; they are listed last, with a standard error of 0
    bound : Assignments
        Keep these parameters between two values; leave one out for no bound, as in `E=0:`
    stderr_relative : bool
        Take the standard errors of --stderr as weights only: the residuals say how large the noise is, and the
        standard errors of the parameters follow them
    bootstrap : int
        Number of bootstrap replicates (groups are drawn with replacement) [default: 0]
    resume : Path
        Keep finished bootstrap replicates in this file, and take up those that it has; a later run may ask for more
    checks : Literal["all", "quick", "none"]
        Which checks look at the fits: all, only those that take no longer than a fit, or none [default: all, and
        quick for more than a thousand series]
    posterior : int
        Draw so many times from the posterior of the parameters (No-U-Turn sampler, four chains); for the objectives
        ls, log-ls and logit-ls
    prior : Assignments
        What was known of a parameter before: NAME=normal(MEAN,SD), lognormal(MEDIAN,SPREAD), cauchy(CENTRE,SCALE),
        reciprocal or flat; `sigma` is the standard deviation of the residuals. Repeat it for more [default: flat, and
        reciprocal for sigma]
    published : Assignments
        Values of all parameters as they are printed somewhere, digits and all: do they predict these runs, and are
        they rounded too far?
    published_interval : str | Sequence[str]
        An interval as it is printed somewhere, of a parameter or a formula of parameters, such as 'beta/(alpha +
        beta)=0.454:0.455@80' for 80 %; can so many runs support it? Repeat it for more
    seed : int
        Seed of all random draws; the same seed gives the same bytes [default: 0]
    threads : int
        Number of threads; the result does not depend on it [default: all]
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike fit``, whose help has examples and sources, to the last bit.
    """
    return ask(Fits, ('fit',), locals())


def forecast(
    train: Data,
    at: Data,
    *,
    x: str | Sequence[str] | None = None,
    y: str | None = None,
    units: Assignments | None = None,
    group: str | None = None,
    by: str | None = None,
    where: str | None = None,
    weight: str | None = None,
    stderr: str | None = None,
    skip_bad: bool = False,
    keep_zero: bool = False,
    decimal: Literal["point", "comma"] | None = None,
    long: str | None = None,
    join: Data | None = None,
    on: str | None = None,
    rule: str | Sequence[str] | None = None,
    law: LawLike | None = None,
    objective: str | None = None,
    average: bool = False,
    start: Assignments | None = None,
    fix: Assignments | None = None,
    bound: Assignments | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Forecast:
    """Predict runs that were not seen, with intervals.

    Parameters
    ----------
    train : Data
        Files of runs to learn from, or the name of a bundled set; `-` is standard input
    at : Data
        File of the points to predict; `-` is standard input
    x : str | Sequence[str]
        A column that the law runs along; repeat it for more. QUANTITY says what it measures, such as `n=parameters`
        [default: recognised by name]
    y : str
        The column that the law explains [default: recognised by name]
    units : Assignments
        Units in which columns are written, such as params=M,tokens=B or score=% [default: those of the headers]
    group : str
        A column whose equal values mark rows that belong together, such as the points of one run
    by : str
        Take every value of this column as a series of its own
    where : str
        Use only the rows for which this holds, such as 'tokens > 1e9 and model == "A"'
    weight : str
        A column of weights
    stderr : str
        A column with the standard error of the response
    skip_bad : bool
        Leave out rows that cannot be used, and say which, instead of stopping
    keep_zero : bool
        Keep rows in which an axis of counts, such as steps or examples, is 0: the untrained start, which is left out
        where the axis is logarithmic unless --law is a formula or a TOML file
    decimal : Literal["point", "comma"]
        What parts decimals in numbers with commas [default: what each column shows]
    long : str
        Make rows of columns: of all outcomes, with a column of that name that says which and a column `score`, such
        as `--long task` or `--long run=a,b`
    join : Data
        A second file whose columns are joined to every row, such as the settings of the runs
    on : str
        The column that both files have, by which --join puts rows together
    rule : str | Sequence[str]
        Leave out the rows that a rule marks, and say which: unfinished, warm-up, cool-down, diverged, under-tuned,
        duplicates, checkpoints, or all; repeat it for more. An audit shows what each would change
    law : LawLike
        `auto`, a name of `lawlike laws`, a formula in quotes, or a TOML file [default: auto]
    objective : str
        `auto`, or one of ls, log-ls, logit-ls, huber:DELTA, huber-log:DELTA, lad (of logarithms), lad-raw [default:
        auto]
    average : bool
        Average the law of --law over all its curves that fit the training runs, instead of taking the best one; for
        losses with a floor (rectified, power-floor), not for sigmoids
    start : Assignments
        Begin the search at these values and nowhere else; what it tries next sets out from there: further starts are
        drawn around them
    fix : Assignments
        Hold these parameters at a value; they are listed last, with a standard error of 0
    bound : Assignments
        Keep these parameters between two values; leave one out for no bound, as in `E=0:`
    seed : int
        Seed of all random draws; the same seed gives the same bytes [default: 0]
    threads : int
        Number of threads; the result does not depend on it [default: all]
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike forecast``, whose help has examples and sources, to the last bit.
    """
    return ask(Forecast, ('forecast',), locals())


def backtest(
    data: Data,
    *,
    x: str | Sequence[str] | None = None,
    y: str | None = None,
    units: Assignments | None = None,
    group: str | None = None,
    by: str | None = None,
    where: str | None = None,
    weight: str | None = None,
    stderr: str | None = None,
    skip_bad: bool = False,
    keep_zero: bool = False,
    decimal: Literal["point", "comma"] | None = None,
    long: str | None = None,
    join: Data | None = None,
    on: str | None = None,
    rule: str | Sequence[str] | None = None,
    law: LawLike | None = None,
    objective: str | None = None,
    cut: str | None = None,
    tolerance: Text | None = None,
    resume: Path | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Backtest:
    """Hold out the large runs, forecast them from the training runs, and score against baselines.

    Parameters
    ----------
    data : Data
        Files of runs, or the name of a bundled set; `-` is standard input
    x : str | Sequence[str]
        A column that the law runs along; repeat it for more. QUANTITY says what it measures, such as `n=parameters`
        [default: recognised by name]
    y : str
        The column that the law explains [default: recognised by name]
    units : Assignments
        Units in which columns are written, such as params=M,tokens=B or score=% [default: those of the headers]
    group : str
        A column whose equal values mark rows that belong together, such as the points of one run
    by : str
        Take every value of this column as a series of its own
    where : str
        Use only the rows for which this holds, such as 'tokens > 1e9 and model == "A"'
    weight : str
        A column of weights
    stderr : str
        A column with the standard error of the response
    skip_bad : bool
        Leave out rows that cannot be used, and say which, instead of stopping
    keep_zero : bool
        Keep rows in which an axis of counts, such as steps or examples, is 0: the untrained start, which is left out
        where the axis is logarithmic unless --law is a formula or a TOML file
    decimal : Literal["point", "comma"]
        What parts decimals in numbers with commas [default: what each column shows]
    long : str
        Make rows of columns: of all outcomes, with a column of that name that says which and a column `score`, such
        as `--long task` or `--long run=a,b`
    join : Data
        A second file whose columns are joined to every row, such as the settings of the runs
    on : str
        The column that both files have, by which --join puts rows together
    rule : str | Sequence[str]
        Leave out the rows that a rule marks, and say which: unfinished, warm-up, cool-down, diverged, under-tuned,
        duplicates, checkpoints, or all; repeat it for more. An audit shows what each would change
    law : LawLike
        `auto`, a name of `lawlike laws`, a formula in quotes, or a TOML file [default: auto]
    objective : str
        `auto`, or one of ls, log-ls, logit-ls, huber:DELTA, huber-log:DELTA, lad (of logarithms), lad-raw [default:
        auto]
    cut : str
        Which runs are training runs: 'COL<=VALUE', 'COL<DATE' or last:20% [default: several cuts along the axis]
    tolerance : Text
        The error that the claim allows, such as 2% or 0.02 [default: by what is measured, 2% for a loss]
    resume : Path
        Keep the work that is done in this file, series by series, and take up what it has: a run that was stopped
        goes on from there
    seed : int
        Seed of all random draws; the same seed gives the same bytes [default: 0]
    threads : int
        Number of threads; the result does not depend on it [default: all]
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike backtest``, whose help has examples and sources, to the last bit.
    """
    return ask(Backtest, ('backtest',), locals())


def compare(
    data: Data,
    *,
    x: str | Sequence[str] | None = None,
    y: str | None = None,
    units: Assignments | None = None,
    group: str | None = None,
    by: str | None = None,
    where: str | None = None,
    weight: str | None = None,
    stderr: str | None = None,
    skip_bad: bool = False,
    keep_zero: bool = False,
    decimal: Literal["point", "comma"] | None = None,
    long: str | None = None,
    join: Data | None = None,
    on: str | None = None,
    rule: str | Sequence[str] | None = None,
    law: LawLike | Sequence[LawLike] | None = None,
    objective: str | None = None,
    arm: str | None = None,
    reference: str | None = None,
    cut: str | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress = None,
) -> Comparison:
    """Compare laws by what they forecast, or arms by the compute they save.

    Parameters
    ----------
    data : Data
        Files of runs, or the name of a bundled set; `-` is standard input
    x : str | Sequence[str]
        A column that the law runs along; repeat it for more. QUANTITY says what it measures, such as `n=parameters`
        [default: recognised by name]
    y : str
        The column that the law explains [default: recognised by name]
    units : Assignments
        Units in which columns are written, such as params=M,tokens=B or score=% [default: those of the headers]
    group : str
        A column whose equal values mark rows that belong together, such as the points of one run
    by : str
        Take every value of this column as a series of its own
    where : str
        Use only the rows for which this holds, such as 'tokens > 1e9 and model == "A"'
    weight : str
        A column of weights
    stderr : str
        A column with the standard error of the response
    skip_bad : bool
        Leave out rows that cannot be used, and say which, instead of stopping
    keep_zero : bool
        Keep rows in which an axis of counts, such as steps or examples, is 0: the untrained start, which is left out
        where the axis is logarithmic unless --law is a formula or a TOML file
    decimal : Literal["point", "comma"]
        What parts decimals in numbers with commas [default: what each column shows]
    long : str
        Make rows of columns: of all outcomes, with a column of that name that says which and a column `score`, such
        as `--long task` or `--long run=a,b`
    join : Data
        A second file whose columns are joined to every row, such as the settings of the runs
    on : str
        The column that both files have, by which --join puts rows together
    rule : str | Sequence[str]
        Leave out the rows that a rule marks, and say which: unfinished, warm-up, cool-down, diverged, under-tuned,
        duplicates, checkpoints, or all; repeat it for more. An audit shows what each would change
    law : LawLike | Sequence[LawLike]
        A law, as in --law of `lawlike fit`; repeat it for more. With --arm at most one [default with --arm: auto]
    objective : str
        As in `lawlike fit` [default: auto]
    arm : str
        Compare the values of this column, such as optimisers, in place of laws
    reference : str
        The arm whose multiplier is 1 [default: the first]
    cut : str
        Which runs are training runs, as in `lawlike backtest` [default: several cuts along the axis]
    seed : int
        Seed of all random draws; the same seed gives the same bytes [default: 0]
    threads : int
        Number of threads; the result does not depend on it [default: all]
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike compare``, whose help has examples and sources, to the last bit.
    """
    return ask(Comparison, ('compare',), locals())


def passk(
    data: Data,
    *,
    k: str | Sequence[str] | None = None,
    verifier: str | None = None,
    task: str | None = None,
    samples: str | None = None,
    correct: str | None = None,
    model: str | Sequence[str] | None = None,
    cost: str | Sequence[str] | None = None,
    where: str | None = None,
    seed: int | None = None,
    threads: int | None = None,
    report: Path | None = None,
    progress: Progress = None,
) -> Passk:
    """Say what repeated sampling solves: pass@k from counts, beyond the samples too, and its cost.

    Parameters
    ----------
    data : Data
        Files of counts, or the name of a bundled set; `-` is standard input
    k : str | Sequence[str]
        Numbers of samples [default: 1,10,100,1000]
    verifier : str
        A verifier that picks a sample: how often it accepts a right and a wrong answer
    task : str
        The column of the task [default: recognised by name]
    samples : str
        The column of the number of samples [default: recognised by name]
    correct : str
        The column of the number of right samples [default: recognised by name]
    model : str | Sequence[str]
        The column of the model; repeat it where several columns name the model together [default: `model`]
    cost : str | Sequence[str]
        A column with the cost of all samples of the row; repeat it for more [default: recognised by name]
    where : str
        Use only the rows for which this holds, such as 'temperature == 1'
    seed : int
        Seed of all random draws; the same seed gives the same bytes [default: 0]
    threads : int
        Number of threads; the result does not depend on it [default: all]
    report : Path
        Also write a page with figures as one HTML file that needs no network
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike passk``, whose help has examples and sources, to the last bit.
    """
    return ask(Passk, ('passk',), locals())


def trend(
    data: Data,
    *,
    better: Literal["higher", "lower"] | None = None,
    since: Day | None = None,
    cut: Day | None = None,
    at: Days | None = None,
    step: str | Sequence[str] | None = None,
    claim: str | None = None,
    implied_size: str | Sequence[str] | None = None,
    split: bool = False,
    family: str | None = None,
    y: str | None = None,
    x: str | None = None,
    label: str | None = None,
    by: str | Sequence[str] | None = None,
    stderr: str | None = None,
    date_error: float | None = None,
    interval: str | Sequence[str] | None = None,
    size: str | None = None,
    weight: str | None = None,
    where: str | None = None,
    seed: int | None = None,
    threads: int | None = None,
    report: Path | None = None,
    progress: Progress = None,
) -> Trend:
    """Follow a value over calendar time: frontier, doubling time, shapes of growth, time horizons.

    Parameters
    ----------
    data : Data
        Files of values or runs, or the name of a bundled set; `-` is standard input
    better : Literal["higher", "lower"]
        Which way is better [default: lower for prices, losses and rates of error, higher for all else]
    since : Day
        Use only rows from this date on
    cut : Day
        Fit what is dated up to here, forecast what comes later, and score it
    at : Days
        Dates for which to forecast
    step : str | Sequence[str]
        Say how the value of one label compares with that of another, such as gpt-4:gpt-4o; repeat it for more
    claim : str
        A claimed pace, such as 'doubles in 7 months', 'halves in 365d' or '/10 in a year': does it agree with the
        fitted interval?
    implied_size : str | Sequence[str]
        Which sizes do the prices of these labels imply? The price is --y; sizes come from --size, or else from names
        such as llama-3-70b or qwen3-235b-a22b
    split : bool
        How much of a gain in quality (--y) is compute or size (--size, or else names), and how much is progress
        since?
    family : str
        The column of the family of a model, whose errors hang together [default: recognised by name, else the name up
        to its size]
    y : str
        The column of the value [default: the only column of numbers]; of runs, the column of success [default of
        runs: recognised by name]
    x : str
        The column of the date [default: recognised by name]
    label : str
        The column that names what a value belongs to [default: recognised by name]
    by : str | Sequence[str]
        Take every value of this column as a series of its own; repeat it where several columns part the series
    stderr : str
        A column with the standard error of the value
    date_error : float
        Standard deviation with which the dates are known, in days: errors of dates flatten a line, and are taken off
        [default: 0]
    interval : str | Sequence[str]
        Two columns with the ends of the 95 % interval of the value
    size : str
        A column with the size of the model: is the biggest the best?
    weight : str
        A column with the weight of a run
    where : str
        Use only the rows for which this holds
    seed : int
        Seed of all random draws; the same seed gives the same bytes [default: 0]
    threads : int
        Number of threads; the result does not depend on it [default: all]
    report : Path
        Also write a page with figures as one HTML file that needs no network
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike trend``, whose help has examples and sources, to the last bit.
    """
    return ask(Trend, ('trend',), locals())


def tasks(
    data: Data,
    *,
    task: str | None = None,
    y: str | Sequence[str] | None = None,
    loss: str | None = None,
    x: str | Sequence[str] | None = None,
    compute: str | None = None,
    name: str | None = None,
    by: str | None = None,
    items: Texts | None = None,
    chance: Texts | None = None,
    where: str | None = None,
    cut: str | None = None,
    law: LawLike | None = None,
    step: str | Sequence[str] | None = None,
    seed: int | None = None,
    threads: int | None = None,
    report: Path | None = None,
    progress: Progress = None,
) -> Tasks:
    """Say what users feel: scores of downstream tasks forecast from loss and compute, task by task.

    Parameters
    ----------
    data : Data
        Files of scores, or the name of a bundled set; `-` is standard input
    task : str
        The column of the task [default: recognised by name]
    y : str | Sequence[str]
        The column of the score; repeated, each column is a task [default: recognised by name]
    loss : str
        The column of the loss, or `none` [default: recognised by name]
    x : str | Sequence[str]
        A column that the loss is forecast from; repeat it for more [default: parameters and tokens, or compute]
    compute : str
        The column of training compute [default: recognised by name, or 6 times parameters times tokens]
    name : str
        The column that names the run [default: recognised by name]
    by : str
        Take every value of this column as a suite of its own
    items : Texts
        Number of items behind a score, a column or a number; repeat it for each --y [default: recognised by name]
    chance : Texts
        Score of guessing, a column or a number; repeat it for each --y [default: recognised by name]
    where : str
        Use only the rows for which this holds
    cut : str
        Which runs are training runs, as in `lawlike backtest` [default: last:25%]
    law : LawLike
        The law of the loss, as in `lawlike forecast` [default: a mixture] [default: auto]
    step : str | Sequence[str]
        A scale-up from one run to another, such as small:large; repeat it for a second to compare [default: from the
        first to the middle and on to the last sixth of the runs]
    seed : int
        Seed of all random draws; the same seed gives the same bytes [default: 0]
    threads : int
        Number of threads; the result does not depend on it [default: all]
    report : Path
        Also write a page with figures as one HTML file that needs no network
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike tasks``, whose help has examples and sources, to the last bit.
    """
    return ask(Tasks, ('tasks',), locals())


def emergence(
    data: Data,
    *,
    cut: float | None = None,
    task: str | Sequence[str] | None = None,
    benchmark: str | Sequence[str] | None = None,
    x: str | None = None,
    model: str | None = None,
    family: str | None = None,
    items: str | None = None,
    where: str | None = None,
    seed: int | None = None,
    threads: int | None = None,
    report: Path | None = None,
    progress: Progress = None,
) -> Emergence:
    """Say whether a jump of a sharp metric follows from a smooth one, and forecast tasks from benchmarks.

    Parameters
    ----------
    data : Data
        Files of models, or the name of a bundled set; `-` is standard input
    cut : float
        Models up to this scale are those to learn from; the tasks of larger ones are forecast and scored
    task : str | Sequence[str]
        A column of right answers, and the smooth metric of the same task; repeat it for more [default: columns of
        exact match with a loss of the same name]
    benchmark : str | Sequence[str]
        A column of scores that measure capabilities; repeat it for more
    x : str
        The column of the scale [default: recognised by name]
    model : str
        The column of the model [default: recognised by name]
    family : str
        The column of the family: models of one family are not independent [default: recognised by name]
    items : str
        Items behind every score, a number or a column [default: recognised by name, else 1000]
    where : str
        Use only the rows for which this holds
    seed : int
        Seed of all random draws; the same seed gives the same bytes [default: 0]
    threads : int
        Number of threads; the result does not depend on it [default: all]
    report : Path
        Also write a page with figures as one HTML file that needs no network
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike emergence``, whose help has examples and sources, to the last bit.
    """
    return ask(Emergence, ('emergence',), locals())


def claims(
    *,
    progress: Progress = None,
) -> Claims:
    """List the claims with the word that was found.

    Parameters
    ----------
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike claims list``, whose help has examples and sources, to the last bit.
    """
    return ask(Claims, ('claims', 'list'), locals())


def claim(
    id: str,
    *,
    progress: Progress = None,
) -> Claim:
    """Show one claim: who, what exactly, what would refute it, what was found, and how to test it.

    Parameters
    ----------
    id : str
        Name of the claim, or a TOML file
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike claims show``, whose help has examples and sources, to the last bit.
    """
    return ask(Claim, ('claims', 'show'), locals())


def run_claims(
    ids: str | Sequence[str] | None = None,
    *,
    all: bool = False,
    report: Path | None = None,
    mirror: Path | Sequence[Path] | None = None,
    progress: Progress = None,
) -> Claims:
    """Test claims with the data at hand, and compare with the register.

    Parameters
    ----------
    ids : str | Sequence[str]
        Names of claims [default: all]
    all : bool
        Test all claims
    report : Path
        Also write pages into a folder: a table of the claims, a page for each, and one on the method
    mirror : Path | Sequence[Path]
        A folder with public files; repeat it for more
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike claims run``, whose help has examples and sources, to the last bit.
    """
    return ask(Claims, ('claims', 'run'), locals())


def laws(
    *,
    progress: Progress = None,
) -> Laws:
    """List all laws that can be named in --law.

    Parameters
    ----------
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike laws list``, whose help has examples and sources, to the last bit.
    """
    return ask(Laws, ('laws', 'list'), locals())


def law(
    name: str,
    *,
    progress: Progress = None,
) -> LawCard:
    """Show one law: formula, parameters, source, where it fails.

    Parameters
    ----------
    name : str
        Name of the law, as in the list
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike laws show``, whose help has examples and sources, to the last bit.
    """
    return ask(LawCard, ('laws', 'show'), locals())


def check_law(
    formula: LawLike,
    *,
    progress: Progress = None,
) -> LawCard:
    """Parse a formula, say how it was understood, and examine the law.

    Parameters
    ----------
    formula : LawLike
        The formula, in quotes, or a TOML file; the name of a law works too
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike laws check``, whose help has examples and sources, to the last bit.
    """
    return ask(LawCard, ('laws', 'check'), locals())


def datasets(
    *,
    progress: Progress = None,
) -> Sets:
    """List the data sets that come with the program, and the catalogue of public ones.

    Parameters
    ----------
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike data list``, whose help has examples and sources, to the last bit.
    """
    return ask(Sets, ('data', 'list'), locals())


def describe(
    files: Data,
    *,
    decimal: Literal["point", "comma"] | None = None,
    long: str | None = None,
    join: Data | None = None,
    on: str | None = None,
    skip_bad: bool = False,
    progress: Progress = None,
) -> Described:
    """Show the columns of a file, what they hold, and what they are taken for.

    Parameters
    ----------
    files : Data
        Files, or the name of a bundled set; `-` is standard input
    decimal : Literal["point", "comma"]
        What parts decimals in numbers with commas [default: what each column shows]
    long : str
        Make rows of columns: of all outcomes, with a column of that name that says which and a column `score`, such
        as `--long task` or `--long run=a,b`
    join : Data
        A second file whose columns are joined to every row, such as the settings of the runs
    on : str
        The column that both files have, by which --join puts rows together
    skip_bad : bool
        Pass over files of a folder that cannot be read, and say which
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike data show``, whose help has examples and sources, to the last bit.
    """
    return ask(Described, ('data', 'show'), locals())


def read(
    files: Data,
    *,
    decimal: Literal["point", "comma"] | None = None,
    long: str | None = None,
    join: Data | None = None,
    on: str | None = None,
    skip_bad: bool = False,
    progress: Progress = None,
) -> Table:
    """Write what was read as one tidy table: numbers as numbers, one row a run and step.

    Parameters
    ----------
    files : Data
        Files or folders; `-` is standard input
    decimal : Literal["point", "comma"]
        What parts decimals in numbers with commas [default: what each column shows]
    long : str
        Make rows of columns: of all outcomes, with a column of that name that says which and a column `score`, such
        as `--long task` or `--long run=a,b`
    join : Data
        A second file whose columns are joined to every row, such as the settings of the runs
    on : str
        The column that both files have, by which --join puts rows together
    skip_bad : bool
        Pass over files of a folder that cannot be read, and say which
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike data convert``, whose help has examples and sources, to the last bit.
    """
    return read_table(('data', 'convert'), locals())


def fetch(
    id: str,
    *,
    mirror: str | Sequence[str] | None = None,
    offline: bool = False,
    progress: Progress = None,
) -> DataSet:
    """Fetch a set of the catalogue, check it, and keep it where commands find it by its name.

    Parameters
    ----------
    id : str
        Name of a set of the catalogue
    mirror : str | Sequence[str]
        A folder, or an address with https://, that has the file in place of its own; repeat it for more
    offline : bool
        Do not ask the network
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike data fetch``, whose help has examples and sources, to the last bit.
    """
    return ask(DataSet, ('data', 'fetch'), locals())


def cite(
    id: str,
    *,
    progress: Progress = None,
) -> DataSet:
    """Say what a set holds, whose it is, and how to cite it.

    Parameters
    ----------
    id : str
        Name of a set
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike data cite``, whose help has examples and sources, to the last bit.
    """
    return ask(DataSet, ('data', 'cite'), locals())


def explain(
    code: str | None = None,
    *,
    progress: Progress = None,
) -> Explained:
    """Explain the code of a finding, a word of the verdict, or a law: what it says, when it errs, what to do.

    Parameters
    ----------
    code : str
        Code of a finding as printed beside it, strong, weak, broken, absent or untested, or the name of a law
        [default: list all codes]
    progress : bool or callable
        Called with the stage and the seconds so far; ``True`` shows a bar (tqdm) or a line.

    Raises
    ------
    UsageError, InputError, DataError, LawError
        The question could not be asked; the text says why, where, and what to do.
    KeyboardInterrupt
        Ctrl-C ends the call; the work behind it is told to stop.

    Notes
    -----
    The same as ``lawlike explain``, whose help has examples and sources, to the last bit.
    """
    return ask(Explained, ('explain',), locals())
