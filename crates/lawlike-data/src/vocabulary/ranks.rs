//! Words by which one of several columns of a kind is taken.

use super::{bare, plain};

/// Words of columns that say how sure another is, or how far it moved.
const SPREADS: &[&str] = &[
    "lower",
    "upper",
    "lo",
    "hi",
    "low",
    "high",
    "ci",
    "ci95",
    "stderr",
    "se",
    "sem",
    "sd",
    "std",
    "stdev",
    "variance",
    "var",
    "min",
    "max",
    "gain",
    "gains",
    "delta",
    "diff",
    "difference",
    "improvement",
    "marginal",
];
/// Words of a mean over what other columns hold.
const MEANS: &[&str] = &["avg", "average", "mean", "macro", "overall", "aggregate", "aggregated"];
/// Whole names of a mean that does not say of what.
const SUMMARIES: &[&str] =
    &["avg", "average", "mean", "overall", "average score", "mean score", "overall score"];
/// Words of what another method or run reached, beside which a row stands.
const REFERENCES: &[&str] = &["base", "baseline", "reference", "ref", "previous", "prev"];
/// Words of a price over input and output.
const BLENDS: &[&str] = &["blended", "blend", "weighted", "combined"];
/// Words of the value at the end of training; the best value is chosen by looking.
const ENDS: &[&str] = &["final", "last", "end"];
/// Words of dates, by what they say of a model: when it came out, then when it was written about.
const DATES: &[&[&str]] = &[&["release", "released", "launch"], &["publication", "published", "announced"]];

fn has(name: &str, known: &[&str]) -> bool {
    plain(name).split(' ').any(|word| known.contains(&word))
}

/// Words of columns that count what another gives as a share.
const COUNTS: &[&str] = &["num", "count", "counts", "number"];
/// Words of columns that say what a response was measured on or in.
const MEASURED_ON: &[&str] = &[
    "benchmark",
    "benchmarks",
    "task",
    "dataset",
    "corpus",
    "metric",
    "domain",
    "language",
    "subject",
    "condition",
    // What parts the rows by its own name.
    "curve",
    "series",
];

/// Words of what is set, counted or numbered, and is no outcome.
const SETTINGS: &[&str] = &[
    "size",
    "dim",
    "dims",
    "id",
    "index",
    "seed",
    "threshold",
    "num",
    "number",
    "count",
    "width",
    "depth",
    "layers",
    "heads",
    "epoch",
    "epochs",
    "batch",
    "rank",
    "length",
    "multiplier",
    "gpus",
    "base",
];

/// Whether a name says what was set, counted or numbered.
pub(crate) fn is_setting(name: &str) -> bool {
    has(name, SETTINGS)
}

/// Words of what is counted to judge a run, or of what it runs on.
const COUNTED_ASIDE: &[&str] = &[
    "items",
    "item",
    "questions",
    "problems",
    "tests",
    "test",
    "eval",
    "val",
    "correct",
    "passed",
    "failed",
    "errors",
    "gpu",
    "gpus",
    "nodes",
    "workers",
    "devices",
    "threads",
    "models",
    "runs",
    "rows",
    "classes",
    "features",
    "experts",
    "shots",
    "shot",
    "params",
    "ctx",
    "context",
    "embd",
    "head",
    "layer",
    "votes",
    "offers",
    "used",
    "total",
];

/// Whether a name says that its column counts something that goes into a run: `n_actual`, `num_genomes`.
pub(crate) fn counts_things(name: &str) -> bool {
    let words = plain(bare(name));
    let starts = ["n ", "num ", "number of ", "max num ", "max n "];
    let rest = starts.iter().find_map(|start| words.strip_prefix(start));
    rest.is_some_and(|rest| {
        rest.split(' ').all(|word| !SETTINGS.contains(&word) && !COUNTED_ASIDE.contains(&word))
    })
}

/// Whether a name says a size and not of what.
pub(crate) fn is_bare_size(name: &str) -> bool {
    ["size", "input size", "problem size", "table size"].contains(&plain(bare(name)).as_str())
}

/// Words of how much is put on a machine at once: what its speed is measured along.
const LOADS: &[&str] = &[
    "batch",
    "batchsize",
    "bs",
    "concurrency",
    "concurrent",
    "clients",
    "users",
    "seqlen",
    "lengths",
    "requests",
    "qps",
];
/// What is counted in a length of input or output.
const LENGTHS: &[&str] =
    &["seq", "sequence", "context", "ctx", "input", "output", "prompt", "image", "matrix"];

/// Whether a name says how much of one thing there is for each of another, other than in a time: `throughput_per_watt`.
pub(crate) fn is_per(name: &str) -> bool {
    const TIMES: &[&str] =
        &["s", "sec", "second", "seconds", "min", "minute", "minutes", "h", "hour", "hours"];
    let words = plain(name);
    let mut words = words.split(' ').skip_while(|word| *word != "per").skip(1);
    words.next().is_some_and(|of| !TIMES.contains(&of))
}

/// Whether a name says a load under which speed is measured: `batch_size`, `Input Output Length`, `seq_len`.
pub(crate) fn is_load(name: &str) -> bool {
    let is_length = has(name, LENGTHS) && has(name, &["len", "length", "size", "tokens", "lengths"]);
    (has(name, LOADS) || is_length) && !is_spread(name)
}

/// Whether a name says a rate or a share, of what was set if nothing says that it came out.
pub(crate) fn is_rate(name: &str) -> bool {
    has(name, &["rate", "ratio", "fraction"])
}

/// Words of a share of the data, and words that may stand beside them.
const PART: &[&str] =
    &["fraction", "frac", "subset", "portion", "percent", "pct", "percentage", "proportion"];
const OF_DATA: &[&str] =
    &["data", "dataset", "train", "training", "of", "used", "size", "sample", "samples", "examples"];

/// Whether a name says which part of the data was used: `fraction`, `train_frac`, `data_pct`.
pub(crate) fn is_part_of_data(name: &str) -> bool {
    let words = plain(bare(name));
    has(&words, PART) && words.split(' ').all(|word| PART.contains(&word) || OF_DATA.contains(&word))
}

/// How a name says what a piece of work took: 0 by how much was done in a time, 1 by the time itself.
pub(crate) fn took(name: &str) -> Option<usize> {
    let is_own = !name.starts_with('_')
        && !has(name, &["train", "training", "eval", "wall", "remaining", "p95", "p99"]);
    let rank = [&["throughput", "tps", "qps", "rps"][..], &["time", "runtime", "latency", "duration"]]
        .iter()
        .position(|words| has(name, words));
    rank.filter(|_| is_own && !is_spread(name))
}

/// Among how many first answers the right one may be, as in `Top 5 Accuracy` or `acc@5`; samples of `pass@5` are other trials.
pub(crate) fn answers(name: &str) -> Option<u32> {
    let words = plain(bare(name));
    let words: Vec<&str> = words.split(' ').collect();
    let joined = words.iter().find_map(|word| word.strip_prefix("top").or_else(|| word.strip_prefix("acc")));
    let parted = words.windows(2).find_map(|pair| match pair {
        ["top" | "acc", count] => Some(*count),
        _ => None,
    });
    joined.filter(|count| !count.is_empty()).or(parted)?.parse().ok()
}

/// Words of the parts of a method that have losses of their own, which say little of how good it is.
const INNER: &[&str] = &[
    "actor",
    "critic",
    "policy",
    "value",
    "generator",
    "discriminator",
    "kl",
    "entropy",
    "aux",
    "auxiliary",
    "td",
];

/// Whether a name says a loss within a method, such as that of a critic; the cross entropy is that of the whole.
pub(crate) fn is_inner(name: &str) -> bool {
    has(name, INNER) && has(name, &["loss", "losses"]) && !has(name, &["cross"])
}

/// Whether a name says how much went in, or which one of several things it was: `total_samples`, `input_tokens`, `n_colorings`,
/// `question_id`. None is an outcome unless somebody says so.
pub(crate) fn is_put_in(name: &str) -> bool {
    let is_amount =
        has(name, &["samples", "tokens", "examples", "trials", "queries", "rows"]) && !has(name, &["per"]);
    // The best amount is what a sweep found.
    let is_found = has(name, &["best", "optimal", "opt", "optimum"]);
    !is_found && (is_amount || counts_things(name) || has(name, &["id", "ids", "index", "seed"]))
}

/// Whether a name says what an agent earned: `ep_rew_mean`, `episode_reward`, `return`.
pub(crate) fn is_reward(name: &str) -> bool {
    has(name, &["reward", "rewards", "rew", "return", "returns"]) && !is_spread(name)
}

/// Words beside a mean that say what was spent.
const SPENT: &[&str] = &[
    "time", "s", "ms", "sec", "seconds", "latency", "power", "w", "memory", "tokens", "length", "len",
    "steps", "params", "size", "price", "cost", "usd", "calls", "turns", "samples", "n",
];

/// Whether a name ends in a mean of something that was not spent, as `Commonsense Avg` does.
pub(crate) fn ends_in_mean(name: &str) -> bool {
    let words = plain(bare(name));
    let last = words.rsplit_once(' ').filter(|(rest, _)| !rest.split(' ').any(|word| SPENT.contains(&word)));
    last.is_some_and(|(_, last)| ["avg", "average"].contains(&last))
}

/// Whether a name says what the response was measured on: rows of several hold several quantities.
pub(crate) fn is_measured_on(name: &str) -> bool {
    let words = plain(bare(name));
    let is_aside =
        |word| ["name", "id", "downstream", "eval", "evaluation", "test", "target"].contains(&word);
    words.split(' ').all(|word| MEASURED_ON.contains(&word) || is_aside(word)) && has(name, MEASURED_ON)
}

/// Whether a name says a bound, a spread or a count.
pub(crate) fn is_spread(name: &str) -> bool {
    has(name, SPREADS) || has(name, COUNTS)
}

/// Whether a name says what another run reached.
pub(crate) fn is_reference(name: &str) -> bool {
    has(name, REFERENCES)
}

/// Whether a name says an amount of each unit of something, such as `usd_per_mb`.
pub(crate) fn is_per_unit(name: &str) -> bool {
    has(name, &["per"])
}

/// Whether a name says a mean.
pub(crate) fn is_mean(name: &str) -> bool {
    has(name, MEANS)
}

/// Whether a name is that of a mean and says nothing else.
pub(crate) fn is_summary(name: &str) -> bool {
    let words = plain(bare(name));
    // `Average perf. on 35 datasets`
    let is_over = |word: &str| word == "on" || word == "over" || word == "of";
    let begins = words.split(' ').next().is_some_and(|first| ["avg", "average", "mean"].contains(&first));
    SUMMARIES.contains(&words.as_str()) || begins && words.split(' ').any(is_over)
}

/// Whether a name says a price of input and output together.
pub(crate) fn is_blend(name: &str) -> bool {
    has(name, BLENDS) || is_mean(name)
}

/// Whether a name says the end of training.
pub(crate) fn is_end(name: &str) -> bool {
    has(name, ENDS)
}

/// How well a date stands for what a row describes, the best first.
pub(crate) fn date_rank(name: &str) -> usize {
    DATES.iter().position(|words| has(name, words)).unwrap_or(DATES.len())
}
