//! Which columns hold shares, and which of them in per cent: by name and range together.
//!
//! A name alone is not enough (`score` may be anything), a range alone says nothing (a loss may lie within 0 to 1).

use super::{Quantity, Setting, counted};

/// What a name says of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    /// It is in per cent.
    PerCent,
    /// It is a share, in either unit: `accuracy`, `mmlu`, `win_rate`.
    Share,
    /// It may be a share or points out of a hundred: `score`.
    Points,
    /// It may be a share of 0 to 1, and nothing else: `reward`, `ratio`.
    Unit,
}

/// How the values of a column are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareReading {
    /// As they stand: nothing says that they are shares.
    Plain,
    /// Shares of 0 to 1.
    Share(Quantity),
    /// Shares in per cent.
    PerCent(Quantity),
    /// The name says a share, the values lie outside of 0 to 1 and of 0 to 100.
    NoShare,
}

const PER_CENT: &[&str] = &["percent", "percentage", "pct", "per cent"];
const SHARES: &[&str] = &[
    "accuracy",
    "acc",
    "em",
    "pass",
    "passed",
    "success",
    "successes",
    "solved",
    "coverage",
    "winrate",
    "f1",
    "auc",
    "auroc",
    "auprc",
    "exact match",
    "win rate",
    "success rate",
    "pass rate",
    "solve rate",
    "hit rate",
    "error rate",
    "resolve rate",
    "top1",
    "top5",
    "acc1",
    "acc5",
    "top 1",
    "top 5",
];
/// Benchmarks whose score is a share of right answers.
const BENCHMARKS: &[&str] = &[
    "mmlu",
    "mmmu",
    "gsm8k",
    "hellaswag",
    "arc",
    "humaneval",
    "mbpp",
    "imagenet",
    "winogrande",
    "piqa",
    "boolq",
    "lambada",
    "triviaqa",
    "naturalquestions",
    "truthfulqa",
    "gpqa",
    "bbh",
    "agieval",
    "siqa",
    "openbookqa",
    "obqa",
    "commonsenseqa",
    "csqa",
    "squad",
    "sciq",
    "ifeval",
    "aime",
    "livecodebench",
    "swebench",
    "cifar10",
    "cifar100",
];
const POINTS: &[&str] = &["score", "scores", "share"];
const UNITS: &[&str] =
    &["reward", "rate", "ratio", "fraction", "auc", "iou", "miou", "map", "performance", "perf"];
/// Words beside a rate, a ratio or a fraction that say what was set, and not what came of it.
const KNOBS: &[&str] = &[
    "dropout",
    "drop",
    "mask",
    "masking",
    "masked",
    "warmup",
    "decay",
    "learning",
    "exploration",
    "epsilon",
    "clip",
    "teacher",
    "data",
    "train",
    "training",
    "subset",
    "sample",
    "sampling",
    "sampled",
    "base",
    "noise",
    "mix",
    "mixing",
    "mixture",
    "rank",
    "compression",
    "prune",
    "pruning",
    "sparsity",
    "split",
    "holdout",
    "expansion",
    "mlp",
    "aspect",
    "repeat",
    "repetition",
    "duplicate",
    "label",
];
/// Words that name a share of what they stand beside.
const RATES: &[&str] = &["rate", "ratio", "fraction"];
/// Whole names of a summary over unnamed items. Within 0 to 1 it is a summary of shares in nearly every public table; a
/// summary of anything else says of what (`mean_loss`).
const SUMMARIES: &[&str] = &["mean", "median", "average", "avg"];
/// Words of a share of wrong answers.
const WRONG: &[&str] = &["error", "err", "errors", "failure", "wrong"];
/// Words of columns that stand beside a share and are none.
const BESIDE: &[&str] =
    &["stderr", "se", "sd", "std", "smooth", "lo", "hi", "unit", "n", "count", "loss", "nll"];

/// Points of ten are as common as points of a hundred: only above ten are they the latter.
const OUT_OF_TEN: f64 = 10.0;
/// A share that goes above one by less than this is a slip of measurement, not per cent.
const SLIP: f64 = 1.5;

impl ShareReading {
    /// How a column of this name and quantity is to be read, given its least and its greatest finite value (the least above
    /// the greatest if it has none); `is_counted` says that a column of item counts stands beside it.
    pub fn of(name: &str, quantity: Quantity, (lo, hi): (f64, f64), is_counted: bool) -> Self {
        let open = matches!(quantity, Quantity::Plain | Quantity::Setting(Setting::Share));
        if lo > hi || !(open || quantity.is_share()) {
            return Self::Plain;
        }
        let named = named(name);
        let sort = match (quantity.is_share(), is_wrong(name)) {
            (true, _) => quantity,
            (false, true) => Quantity::ErrorRate,
            (false, false) => Quantity::Accuracy,
        };
        let says = match named {
            None if quantity.is_share() || is_counted => Some(Named::Share),
            other => other,
        };
        let Some(says) = says else { return Self::Plain };
        let misfit = if quantity.is_share() { Self::NoShare } else { Self::Plain };
        let above = match says {
            Named::PerCent => 0.0,
            Named::Share => SLIP,
            Named::Points if is_counted => SLIP,
            Named::Points => OUT_OF_TEN,
            Named::Unit => f64::INFINITY,
        };
        if lo < 0.0 || hi > 100.0 {
            misfit
        } else if hi > above {
            Self::PerCent(sort)
        } else if hi <= 1.0 {
            Self::Share(sort)
        } else {
            misfit
        }
    }
}

/// What the values of a column are counted out of, where neither name nor quantity says that it is a share and the digits
/// do: ratios of counts within a power of ten, which is returned.
pub fn counted_out_of(name: &str, quantity: Quantity, values: &[f64]) -> Option<f64> {
    let beside = words_of(name).iter().any(|word| BESIDE.contains(&word.as_str()));
    let open = quantity == Quantity::Plain && named(name).is_none() && !beside;
    if open { counted::whole(values) } else { None }
}

fn words_of(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn named(name: &str) -> Option<Named> {
    let words = words_of(name);
    let plain = format!(" {} ", words.join(" "));
    let has = |list: &[&str]| list.iter().any(|word| plain.contains(&format!(" {word} ")));
    // `sample success rate` is one all the same.
    let is_knob = has(RATES) && has(KNOBS) && !has(SHARES) && !has(BENCHMARKS);
    if has(BESIDE) || is_knob {
        return None;
    }
    let ranked = [(PER_CENT, Named::PerCent), (SHARES, Named::Share), (BENCHMARKS, Named::Share)];
    let weak = [(POINTS, Named::Points), (UNITS, Named::Unit)];
    if name.contains('%') {
        return Some(Named::PerCent);
    }
    let by_word = ranked.into_iter().chain(weak).find(|(list, _)| has(list)).map(|(_, named)| named);
    by_word.or_else(|| SUMMARIES.contains(&plain.trim()).then_some(Named::Unit))
}

fn is_wrong(name: &str) -> bool {
    words_of(name).iter().any(|word| WRONG.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_range_decide_together() {
        use ShareReading::{NoShare, PerCent, Plain, Share};
        let (right, wrong) = (Quantity::Accuracy, Quantity::ErrorRate);
        let cases: [(&str, Quantity, &[f64], ShareReading); 19] = [
            ("accuracy", right, &[0.2, 0.9], Share(right)),
            ("accuracy", right, &[20.0, 90.0], PerCent(right)),
            ("accuracy", right, &[0.2, 1.02], NoShare),
            ("accuracy", right, &[-3.0, 90.0], NoShare),
            ("mmlu", Quantity::Plain, &[0.25, 0.7], Share(right)),
            ("mmlu", Quantity::Plain, &[25.0, 70.0], PerCent(right)),
            ("top1 error", Quantity::Plain, &[25.0, 70.0], PerCent(wrong)),
            ("speed (%)", Quantity::Plain, &[0.5, 0.9], PerCent(right)),
            ("score", Quantity::Plain, &[10.0, 90.0], PerCent(right)),
            ("score", Quantity::Plain, &[6.1, 9.2], Plain),
            ("score", Quantity::Plain, &[100.0, 900.0], Plain),
            ("reward", Quantity::Plain, &[0.1, 0.7], Share(right)),
            ("reward", Quantity::Plain, &[1.0, 70.0], Plain),
            ("value", Quantity::Plain, &[0.1, 0.7], Plain),
            ("accuracy_stderr", Quantity::Plain, &[0.1, 0.7], Plain),
            ("win_rate", Quantity::Plain, &[0.1, 0.7], Share(right)),
            ("median", Quantity::Plain, &[0.1, 0.7], Share(right)),
            ("median", Quantity::Plain, &[0.1, 7.0], Plain),
            ("median_length", Quantity::Plain, &[0.1, 0.7], Plain),
        ];
        for (name, quantity, values, reading) in cases {
            let lo = values.iter().copied().fold(f64::INFINITY, f64::min);
            let hi = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            assert_eq!(ShareReading::of(name, quantity, (lo, hi), false), reading, "{name} {values:?}");
        }
        assert_eq!(ShareReading::of("value", Quantity::Plain, (12.0, 70.0), true), PerCent(right), "items");
    }
}
