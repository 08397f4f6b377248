"""What to do with a budget.

Written by ``python python/write.py`` from the arguments of the command; not by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lawlike._ask import ask
from lawlike._results import (
    Agent,
    ComputeOptimal,
    DataLimit,
    Inference,
    OverTraining,
    Stock,
    TestTime,
)
from lawlike._types import (
    Assignments,
    Data,
    Day,
    LawLike,
    Numbers,
    Path,
    Progress,
    Text,
)

__all__ = [
    "agent",
    "compute_optimal",
    "data",
    "inference",
    "over_training",
    "stock",
    "test_time",
]


def compute_optimal(
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
    budget: Numbers | None = None,
    assume: Assignments | None = None,
    usd_per_flop: float | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    report: Path | None = None,
    progress: Progress = None,
) -> ComputeOptimal:
    """Divide training compute between parameters and tokens, by every approach that the runs allow.

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
    budget : Numbers
        Budgets to divide, FLOP [default: the largest of the runs, ten and a hundred times that]
    assume : Assignments
        What the models of all runs share and no column says, to count parameters and FLOP exactly: depth, width,
        heads, heads-kv, head-size, feed-forward, vocabulary, context, experts, experts-active, gated, tied
    usd_per_flop : float
        What a FLOP costs, in dollars: losses are then given in dollars as well
    replicates : int
        Bootstrap replicates behind the intervals [default: 1000]
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
    The same as ``lawlike plan compute-optimal``, whose help has examples and sources, to the last bit.
    """
    return ask(ComputeOptimal, ('plan', 'compute-optimal'), locals())


def inference(
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
    like: float | None = None,
    loss: float | None = None,
    tokens: Numbers | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    report: Path | None = None,
    progress: Progress = None,
) -> Inference:
    """Find the cheapest model of a quality that will be used: training and inference together.

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
    like : float
        As good as a compute-optimal model of so many parameters
    loss : float
        At this loss, in the unit of the data
    tokens : Numbers
        Tokens of inference over the life of the model, in and out [default: 0,1e11,1e12,1e13]
    replicates : int
        Bootstrap replicates behind the intervals [default: 200]
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
    The same as ``lawlike plan inference``, whose help has examples and sources, to the last bit.
    """
    return ask(Inference, ('plan', 'inference'), locals())


def data(
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
    fix: Assignments | None = None,
    tolerance: float | None = None,
    mixed: str | None = None,
    cut: float | None = None,
    stock: Numbers | None = None,
    budget: Numbers | None = None,
    worth: float | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    report: Path | None = None,
    progress: Progress = None,
) -> DataLimit:
    """Plan with a limited stock of data: what repeats are worth, when they stop paying, the loss at the wall.

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
    objective : str
        As in `lawlike fit`; robust, because runs that diverged or over-fitted are common among repeats [default:
        huber-log:1e-3]
    fix : Assignments
        Hold these parameters of the law of repeats, such as a published surface
    tolerance : float
        A run is past its best if one with no more parameters, tokens and unique tokens beats it by this share
        [default: 0.01]
    mixed : str
        A column of other tokens, synthetic or mixed in: what is one worth in natural tokens?
    cut : float
        Runs of up to so many epochs are training runs; those of more are forecast and scored [default: 4]
    stock : Numbers
        Unique tokens to plan for [default: the median of the runs]
    budget : Numbers
        Training budgets, FLOP [default: the largest of the runs, and ten times that]
    worth : float
        Repeats have stopped paying once a repeated token is worth this share of a fresh one [default: 0.1]
    replicates : int
        Bootstrap replicates behind the intervals [default: 200]
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
    The same as ``lawlike plan data``, whose help has examples and sources, to the last bit.
    """
    return ask(DataLimit, ('plan', 'data'), locals())


def over_training(
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
    like: float | None = None,
    loss: float | None = None,
    budget: float | None = None,
    max_params: float | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    report: Path | None = None,
    progress: Progress = None,
) -> OverTraining:
    """See what a smaller model that is trained longer costs at equal loss, and how small one may be.

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
    like : float
        As good as a compute-optimal model of so many parameters
    loss : float
        At this loss, in the unit of the data
    budget : float
        Training compute that may be spent: how small can the model be?
    max_params : float
        Most parameters that memory or latency allow: what does that cost?
    replicates : int
        Bootstrap replicates behind the intervals [default: 200]
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
    The same as ``lawlike plan over-training``, whose help has examples and sources, to the last bit.
    """
    return ask(OverTraining, ('plan', 'over-training'), locals())


def stock(
    data: Data,
    *,
    stock: Text,
    growth: float | None = None,
    on: Day | None = None,
    since: Day | None = None,
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
) -> Stock:
    """Date the day on which a need that grows, such as the tokens of training sets, meets a stock.

    Parameters
    ----------
    data : Data
        Files of values, or the name of a bundled set; `-` is standard input
    stock : Text
        The stock in the unit of the values, and the ends of its 95 % interval
    growth : float
        Factor by which the stock grows a year [default: 1]
    on : Day
        Date on which the stock has that size [default: that of the last value]
    since : Day
        Use only rows from this date on
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
    The same as ``lawlike plan stock``, whose help has examples and sources, to the last bit.
    """
    return ask(Stock, ('plan', 'stock'), locals())


def test_time(
    data: Data,
    *,
    task: str | None = None,
    samples: str | None = None,
    correct: str | None = None,
    model: str | Sequence[str] | None = None,
    cost: str | Sequence[str] | None = None,
    where: str | None = None,
    y: str | None = None,
    thinking: str | None = None,
    size: str | None = None,
    training: str | None = None,
    domain: str | None = None,
    rate: str | None = None,
    train_cost: str | None = None,
    items: float | None = None,
    target: Numbers | None = None,
    verifier: str | None = None,
    problems: float | None = None,
    prompt: float | None = None,
    answer: float | None = None,
    usd_in: float | None = None,
    usd_cached: float | None = None,
    usd_reasoning: float | None = None,
    usd_out: float | None = None,
    seed: int | None = None,
    threads: int | None = None,
    report: Path | None = None,
    progress: Progress = None,
) -> TestTime:
    """Find the cheapest way to solve a share of problems: bigger model, more training, longer thinking, more samples.

    Parameters
    ----------
    data : Data
        Files of counts or shares, or the name of a bundled set; `-` is standard input
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
    y : str
        The column of the share of right answers, where there are no counts [default: recognised by name]
    thinking : str
        The column of thinking tokens [default: recognised by name]
    size : str
        The column of the size of the model [default: recognised by name]
    training : str
        The column of the length of training [default: recognised by name]
    domain : str
        The column of the domain of a task: gains are then given by domain [default: recognised by name]
    rate : str
        A column that the cost column is multiplied with, such as FLOP a token
    train_cost : str
        A column with the cost of training the model, in the unit of the cost of samples
    items : float
        Number of problems behind every share [default: a column of that name, else as the points scatter]
    target : Numbers
        Shares of problems that should be solved [default: 0.5,0.8]
    verifier : str
        Who picks among the samples: share of right answers accepted, share of wrong ones [default: 1:0]
    problems : float
        Problems over which the cost of training is spread [default: 1000000]
    prompt : float
        Tokens of a problem that are read, where only thinking tokens are known [default: 0]
    answer : float
        Tokens of an answer beside thinking, where only thinking tokens are known [default: 0]
    usd_in : float
        Dollars per million tokens read [default: 0]
    usd_cached : float
        Dollars per million tokens read again [default: as --usd-in]
    usd_reasoning : float
        Dollars per million tokens of thinking [default: as --usd-out]
    usd_out : float
        Dollars per million tokens written [default: 0]
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
    The same as ``lawlike plan test-time``, whose help has examples and sources, to the last bit.
    """
    return ask(TestTime, ('plan', 'test-time'), locals())


def agent(
    *,
    right: Text,
    noticed: float | None = None,
    retries: int | None = None,
    calls: int | Sequence[int] | None = None,
    prompt: float | None = None,
    written: float | None = None,
    added: float | None = None,
    usd_in: float | None = None,
    usd_cached: float | None = None,
    usd_out: float | None = None,
    report: Path | None = None,
    progress: Progress = None,
) -> Agent:
    """See how errors compound over the calls of an agent, and what a solved task costs.

    Parameters
    ----------
    right : Text
        How often a call is right: a share, or right calls out of all, which leaves intervals open
    noticed : float
        Share of wrong calls that are noticed [default: 0]
    retries : int
        Times that a wrong call is made again once noticed [default: 1]
    calls : int | Sequence[int]
        Calls that a task takes [default: 1,3,10,30,100,300]
    prompt : float
        Tokens that the first call reads [default: 2000]
    written : float
        Tokens that every call writes [default: 500]
    added : float
        Tokens that the answers of tools add after every call [default: 500]
    usd_in : float
        Dollars per million tokens read [default: 0]
    usd_cached : float
        Dollars per million tokens read again [default: as --usd-in]
    usd_out : float
        Dollars per million tokens written [default: 0]
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
    The same as ``lawlike plan agent``, whose help has examples and sources, to the last bit.
    """
    return ask(Agent, ('plan', 'agent'), locals())
