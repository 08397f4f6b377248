//! Names of columns: one vocabulary for all readers, on top of that of [`Quantity::from_name`]. Prefixes under which
//! trackers file their columns (`config.`, `summary/`, `train/`) are passed over.

mod names;
mod ranks;

pub(crate) use ranks::{
    answers, counts_things, date_rank, ends_in_mean, is_bare_size, is_blend, is_end, is_inner, is_load,
    is_mean, is_measured_on, is_part_of_data, is_per, is_per_unit, is_put_in, is_rate, is_reference,
    is_reward, is_setting, is_spread, is_summary, took,
};

use lawlike::quantity::{ComputeCount, LossUnit, Multiple, ParameterCount, Quantity, TokenCount};
use names::{NAMES, OTHER_LOSSES, PREFIXES, SCORES, WORDS};
use std::borrow::Cow;

/// Words of the part of the data on which an outcome was measured, the clearest first.
const HELD_OUT: &[&str] = &["val", "valid", "validation", "eval", "evaluation", "heldout", "dev", "test"];
/// Words of what was measured on training data.
const TRAINING: &[&str] = &["train", "training"];
/// Names of columns that tell runs apart.
pub(crate) const RUN: &[&str] =
    &["run", "run id", "run name", "runid", "run uuid", "experiment id", "trial id"];

/// The name in small letters, with one blank between its words.
pub(crate) fn plain(name: &str) -> String {
    let lower = parted(name).to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// `top1Accuracy` as `top1 Accuracy`: a name that begins with a small letter, with a blank before each capital that begins a word.
fn parted(name: &str) -> Cow<'_, str> {
    let letters: Vec<char> = name.trim().chars().collect();
    let begins_word = |at: usize| {
        let is_small = |at: usize| letters.get(at).is_some_and(|c| c.is_lowercase());
        letters[at].is_uppercase()
            && is_small(at + 1)
            && (is_small(at - 1) || letters[at - 1].is_ascii_digit())
    };
    let is_joined = letters.first().is_some_and(|c| c.is_lowercase())
        && letters.iter().all(|c| c.is_alphanumeric())
        && (1..letters.len()).any(begins_word);
    if !is_joined {
        return Cow::Borrowed(name);
    }
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        if at > 0 && begins_word(at) {
            out.push(' ');
        }
        out.push(*letter);
    }
    Cow::Owned(out)
}

/// A name without the folders under which a tracker files it.
pub(crate) fn bare(name: &str) -> &str {
    let mut rest = name.trim();
    while let Some((head, tail)) = rest.split_once(['.', '/', ':']) {
        let is_folder = PREFIXES.contains(&plain(head).as_str()) && tail.chars().any(char::is_alphabetic);
        if !is_folder {
            break;
        }
        rest = tail;
    }
    rest
}

/// The quantity that a column name says, if it says one.
pub(crate) fn quantity(name: &str) -> Option<Quantity> {
    // `#Params (B)`
    let name = name.trim_start_matches('#').trim();
    // `total/steps` of a log is how far it is, `total_steps` how far it goes.
    let name = name.strip_prefix("total/").unwrap_or(name);
    let (whole, last) = (parted(name), parted(bare(name)));
    let forms = [name, bare(name), &whole, &last, unnumbered(bare(name))];
    let is_new = |(at, form): &(usize, &&str)| !forms.iter().take(*at).any(|before| before == *form);
    let mut different = forms.iter().enumerate().filter(is_new).map(|(_, form)| *form);
    different
        .find_map(|name| {
            let words = plain(name);
            let known = NAMES
                .iter()
                .find(|(names, _)| names.contains(&words.as_str()))
                .map(|(_, quantity)| *quantity);
            known
                .or_else(|| Quantity::from_name(name))
                .or_else(|| of_unit(name).map(|(quantity, _)| quantity))
        })
        .or_else(|| word(name))
        .filter(|quantity| !matches!(quantity, Quantity::Loss(_)) || !is_other_loss(name))
}

/// `epoch_id` as `epoch`: what passes is numbered.
fn unnumbered(name: &str) -> &str {
    let passes = |name: &str| ["epoch", "step", "iteration", "iter"].contains(&plain(name).as_str());
    let numbers = |end: &str| ["id", "idx", "index", "number", "num", "no"].contains(&plain(end).as_str());
    match name.rsplit_once(['_', ' ', '-']) {
        Some((what, end)) if passes(what) && numbers(end) => what,
        _ => name,
    }
}

/// Whether a name says a loss of something else than a model: of packets, energy, weight.
fn is_other_loss(name: &str) -> bool {
    let words = plain(name);
    let has = |known: &[&str]| words.split(' ').any(|word| known.contains(&word));
    has(&["loss", "losses"]) && has(OTHER_LOSSES)
}

fn word(name: &str) -> Option<Quantity> {
    let words = plain(name);
    let is_spread = ["stderr", "se", "sd", "std", "lo", "hi", "min", "max"]
        .iter()
        .any(|word| words.split(' ').any(|own| own == *word));
    let padded = format!(" {words} ");
    let found = WORDS.iter().find(|(known, _)| known.iter().any(|own| padded.contains(&format!(" {own} "))));
    // `Lossu`, `loss1`: a loss with an index.
    let is_indexed =
        |word: &str| word.strip_prefix("loss").is_some_and(|rest| rest.len() == 1 && rest != "y");
    let indexed = words.split(' ').any(is_indexed).then_some(Quantity::Loss(LossUnit::Nats));
    found.map(|(_, quantity)| *quantity).or(indexed).filter(|_| !is_spread)
}

/// What one written number of a column stands for, where its name states a multiple.
pub(crate) fn factor(name: &str) -> Option<f64> {
    let name = name.trim_start_matches('#').trim();
    [name, bare(name)].into_iter().find_map(|name| {
        let known = Multiple::in_name(name).map(|multiple| multiple.factor);
        known.or_else(|| of_unit(name).map(|(_, factor)| factor))
    })
}

/// A count of [`NAMES`] with a unit behind it, and compute such as `total_gflops`.
fn of_unit(name: &str) -> Option<(Quantity, f64)> {
    let words = plain(name);
    let (base, unit) = words.rsplit_once(' ').unwrap_or(("", &words));
    if let Some(count) = prefixed(base, unit) {
        return Some(count);
    }
    let compute = Quantity::Compute(ComputeCount::Reported);
    if unit.ends_with("flop") || unit.ends_with("flops") {
        let is_other = NO_TRAINING.iter().any(|word| base.split(' ').any(|own| own == *word));
        return Multiple::factor(unit, compute)
            .filter(|_| !is_other && !base.is_empty())
            .map(|factor| (compute, factor));
    }
    let quantity = NAMES.iter().find(|(names, _)| names.contains(&base)).map(|(_, quantity)| *quantity);
    let quantity = quantity.filter(|quantity| quantity.is_counted())?;
    Multiple::factor(unit, quantity).map(|factor| (quantity, factor))
}

/// Words beside FLOP that say a rate, or what one pass of a model costs.
const NO_TRAINING: &[&str] = &[
    "per",
    "s",
    "sec",
    "peak",
    "gpu",
    "hardware",
    "device",
    "model",
    "forward",
    "fwd",
    "inference",
    "image",
    "text",
];

/// Counts with the unit before the noun: `mparams`, `model_mparams`, `gtokens`.
fn prefixed(base: &str, noun: &str) -> Option<(Quantity, f64)> {
    if !["", "model", "total", "train", "training", "n", "num"].contains(&base) {
        return None;
    }
    let nouns = [
        ("params", Quantity::Parameters(ParameterCount::Total)),
        ("parameters", Quantity::Parameters(ParameterCount::Total)),
        ("tokens", Quantity::Tokens(TokenCount::Seen)),
    ];
    nouns.into_iter().find_map(|(word, quantity)| {
        let unit = noun.strip_suffix(word).filter(|unit| unit.len() == 1)?;
        Multiple::factor(unit, quantity).map(|factor| (quantity, factor))
    })
}

/// Whether a name is one letter, which means a count only beside others of the kind.
pub(crate) fn is_letter(name: &str) -> bool {
    name.trim().chars().count() == 1
}

/// Whether a name is that of a score or a benchmark.
pub(crate) fn is_score(name: &str) -> bool {
    let words = plain(bare(name));
    let is_spread =
        ["stderr", "se", "sd", "std", "lo", "hi", "n", "count", "id", "time", "seconds", "runtime"];
    let mut own = words.split(' ');
    own.clone().any(|word| SCORES.contains(&word)) && !own.any(|word| is_spread.contains(&word))
}

/// Rank of what was measured on training data, by [`held_out`].
pub(crate) const TRAINED: usize = 2;

/// How well an outcome stands for a run: 0 on held-out data, 1 where nothing is said, [`TRAINED`] on training data.
pub(crate) fn held_out(name: &str) -> usize {
    let words = plain(name);
    let has = |known: &[&str]| words.split(' ').any(|word| known.contains(&word));
    if has(HELD_OUT) {
        0
    } else if has(TRAINING) {
        TRAINED
    } else {
        1
    }
}

/// The name without the words that say on which part of the data it was measured, where one does.
pub(crate) fn of_any_part(name: &str) -> Option<String> {
    let words = plain(name);
    let is_part = |word: &&str| HELD_OUT.contains(word) || TRAINING.contains(word);
    let own: Vec<&str> = words.split(' ').filter(|word| !is_part(word)).collect();
    (own.len() < words.split(' ').count() && !own.is_empty()).then(|| own.join(" "))
}

/// Whether a date is one of keeping the table, and not of what it describes.
pub(crate) fn is_bookkeeping(name: &str) -> bool {
    let words = plain(name);
    ["modified", "updated", "accessed", "retrieved", "deprecation", "created", "changed"]
        .iter()
        .any(|word| words.split(' ').any(|own| own == *word))
}

/// Whether a name is that of a column of models.
pub(crate) fn is_model(name: &str) -> bool {
    ["model", "models", "model name", "model id", "base model", "name"].contains(&plain(bare(name)).as_str())
}

/// Whether a name says that its column tells runs apart.
pub(crate) fn is_run(name: &str) -> bool {
    RUN.contains(&plain(name).as_str())
}

/// A name as an argument of a shell.
pub fn quoted(name: &str) -> String {
    let is_plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-./:@+".contains(c));
    if is_plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lawlike::quantity::Setting;

    #[test]
    fn names_of_trackers_say_their_quantity() {
        let n = Some(Quantity::Parameters(ParameterCount::Total));
        let d = Some(Quantity::Tokens(TokenCount::Seen));
        let c = Some(Quantity::Compute(ComputeCount::Reported));
        for (name, expected) in [
            ("config.n_params", n),
            ("config/model/num_params", n),
            ("#Params (B)", n),
            ("Model size (B)", n),
            ("train/tokens_seen", d),
            ("tokens_trained", d),
            ("data_size", d),
            ("total_flos", c),
            ("compute_budget", c),
            ("total_gflops", c),
            ("peak_gflops", None),
            ("model_gflops", None),
            ("mparams", n),
            ("N_no_emb", Some(Quantity::Parameters(ParameterCount::NonEmbedding))),
            ("active_parameter_count", Some(Quantity::Parameters(ParameterCount::Active))),
            ("Pretraining Data Size (T)", d),
            ("AMI WER", Some(Quantity::ErrorRate)),
            ("sft_data_size", Some(Quantity::Examples)),
            ("samples_seen", Some(Quantity::Examples)),
            ("summary/eval_loss", Some(Quantity::Loss(LossUnit::Nats))),
            ("val_bpb", Some(Quantity::Loss(LossUnit::BitsPerByte))),
            ("non_embedding_param_size", Some(Quantity::Parameters(ParameterCount::NonEmbedding))),
            ("bsz", Some(Quantity::Setting(Setting::Batch))),
            ("config.lr", Some(Quantity::Setting(Setting::LearningRate))),
            ("WER", Some(Quantity::ErrorRate)),
            ("Verlust", Some(Quantity::Loss(LossUnit::Nats))),
            ("examples_per_year", None),
            ("top5Accuracy", Some(Quantity::Accuracy)),
            ("numParams", n),
            ("valLoss", Some(Quantity::Loss(LossUnit::Nats))),
            ("Lossu", Some(Quantity::Loss(LossUnit::Nats))),
            ("total/steps", Some(Quantity::Steps)),
            ("epoch_id", Some(Quantity::Epochs)),
            ("loss_pct", None),
            ("packet loss", None),
            ("weightLoss", None),
        ] {
            assert_eq!(quantity(name), expected, "{name}");
        }
        assert_eq!(factor("config.params (M)"), Some(1e6));
        assert_eq!(factor("total_gflops"), Some(1e9));
        assert_eq!(factor("model_mparams"), Some(1e6));
    }

    #[test]
    fn held_out_outcomes_come_first_and_names_are_quoted() {
        assert!(held_out("eval/loss") < held_out("loss") && held_out("loss") < held_out("train_loss"));
        assert_eq!(quoted("run-a - eval/loss"), "'run-a - eval/loss'");
        assert_eq!(quoted("loss"), "loss");
        assert!(is_score("MMLU (%)") && is_score("gsm8k") && !is_score("score_stderr"));
        assert_eq!(plain("top5Accuracy"), "top5 accuracy");
        assert_eq!(plain("gsm8K numGPUs"), "gsm8k numgpus");
        assert_eq!((plain("numGPUs"), plain("TruthfulQA")), ("numgpus".into(), "truthfulqa".into()));
        assert!(is_measured_on("downstream_dataset") && !is_measured_on("upstream_dataset"));
    }
}
