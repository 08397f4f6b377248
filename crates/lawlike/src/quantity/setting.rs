//! Settings of a run that some laws need: learning rate, batch, experts, bits, shares of the data and the like.
//!
//! Each has a word that a user may type, a symbol for formulas, and the names of columns that mean it. Symbols are
//! words or hold a `_`, so that none is taken for a parameter such as `B`.

use serde::Serialize;

/// A setting or measure that is no outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// Whether the run ended as planned (1) or crashed, failed or was killed (0).
    Finished,
    /// Peak learning rate.
    LearningRate,
    /// Sum of the learning rates of all steps so far (`S1` of Tissue et al. 2024).
    LearningRateSum,
    /// Area of the annealing so far (`S2` of Tissue et al. 2024).
    AnnealingArea,
    /// Tokens or sequences in a batch.
    Batch,
    /// Width of the model.
    Width,
    /// Number of layers.
    Depth,
    /// Length of the context in tokens.
    Context,
    /// Parameters of the embedding and output matrices.
    VocabularyParameters,
    /// Parallel streams of one model.
    Streams,
    /// Times that the shared layers are run.
    Loops,
    /// Parameters of the layers that are run several times.
    LoopedParameters,
    /// Number of experts.
    Experts,
    /// How many small experts one dense layer is cut into.
    Granularity,
    /// Share of parameters or experts that one token does not use.
    Sparsity,
    /// Share of experts that one token uses.
    ActiveShare,
    /// Share of the active experts that all tokens use.
    SharedShare,
    /// Bits of a weight in training.
    WeightBits,
    /// Bits of an activation in training.
    ActivationBits,
    /// Bits of the key-value cache in training.
    CacheBits,
    /// Bits of a weight after training.
    StoredBits,
    /// Weights that share one scale when they are quantised.
    GroupSize,
    /// Share of one domain in the data.
    Share,
    /// Quality of the data, 0 to 1.
    Quality,
    /// Loss of a teacher.
    TeacherLoss,
    /// Loss of the same student without a teacher.
    SupervisedLoss,
    /// Heads of the attention.
    Heads,
    /// Heads of keys and values.
    KvHeads,
    /// Width of one head.
    HeadSize,
    /// Inner width of a feed-forward layer.
    FeedForward,
    /// Words of the vocabulary.
    Vocabulary,
    /// Experts that a token uses.
    ExpertsActive,
    /// Experts that every token uses.
    ExpertsShared,
    /// Share of the planned steps that is done, 0 to 1.
    Progress,
    /// Steps that are planned.
    StepsTotal,
    /// Steps of the warm-up.
    StepsWarmup,
    /// Tokens of the warm-up.
    TokensWarmup,
}

/// A setting with its word, its symbol, and names of columns that mean it.
struct Entry(Setting, &'static str, &'static str, &'static [&'static str]);

const TABLE: &[Entry] = &[
    Entry(Setting::Finished, "finished", "finished", &["finished", "is finished", "run finished"]),
    Entry(
        Setting::LearningRate,
        "learning-rate",
        "lr",
        &["lr", "learning rate", "peak lr", "lr peak", "max lr", "peak learning rate", "max learning rate"],
    ),
    Entry(
        Setting::LearningRateSum,
        "learning-rate-sum",
        "lr_sum",
        &["lr sum", "sum lr", "learning rate sum"],
    ),
    Entry(Setting::AnnealingArea, "annealing-area", "lr_area", &["lr area", "annealing area"]),
    Entry(
        Setting::Batch,
        "batch",
        "batch",
        &[
            "batch",
            "batch size",
            "batch tokens",
            "tokens per batch",
            "tokens per step",
            "global batch size",
            "global bs",
            "bsz",
            "bs",
        ],
    ),
    Entry(Setting::Width, "width", "width", &["width", "d model", "hidden size", "model width"]),
    Entry(
        Setting::Depth,
        "depth",
        "depth",
        &["depth", "layers", "n layers", "num layers", "n layer", "model depth"],
    ),
    Entry(
        Setting::Context,
        "context",
        "context",
        &["context", "context length", "seq len", "sequence length"],
    ),
    Entry(
        Setting::VocabularyParameters,
        "parameters-vocabulary",
        "N_vocabulary",
        &["n vocabulary", "vocabulary params", "vocab params", "params vocabulary", "embedding params"],
    ),
    Entry(Setting::Streams, "streams", "streams", &["streams", "parallel streams", "parallel size"]),
    Entry(Setting::Loops, "loops", "loops", &["loops", "n loops", "recurrences", "num recurrences"]),
    Entry(
        Setting::LoopedParameters,
        "parameters-looped",
        "N_looped",
        &["n looped", "looped params", "params looped"],
    ),
    Entry(Setting::Experts, "experts", "experts", &["experts", "n experts", "num experts", "total experts"]),
    Entry(Setting::Granularity, "granularity", "granularity", &["granularity", "expert granularity"]),
    Entry(Setting::Sparsity, "sparsity", "sparsity", &["sparsity"]),
    Entry(
        Setting::ActiveShare,
        "active-share",
        "active_share",
        &["active share", "activation ratio", "active ratio"],
    ),
    Entry(Setting::SharedShare, "shared-share", "shared_share", &["shared share", "shared expert ratio"]),
    Entry(Setting::WeightBits, "bits-weights", "bits_w", &["bits w", "weight bits", "bits weights"]),
    Entry(
        Setting::ActivationBits,
        "bits-activations",
        "bits_a",
        &["bits a", "activation bits", "bits activations"],
    ),
    Entry(Setting::CacheBits, "bits-cache", "bits_kv", &["bits kv", "kv bits", "cache bits", "bits cache"]),
    Entry(
        Setting::StoredBits,
        "bits-stored",
        "bits_post",
        &["bits post", "post training bits", "bits stored"],
    ),
    Entry(Setting::GroupSize, "group-size", "group_size", &["group size", "quantization group size"]),
    Entry(Setting::Share, "share", "share", &["share", "domain share", "mixture weight", "domain weight"]),
    Entry(Setting::Quality, "quality", "quality", &["quality", "data quality"]),
    Entry(Setting::TeacherLoss, "teacher-loss", "teacher_loss", &["teacher loss", "loss teacher"]),
    Entry(
        Setting::SupervisedLoss,
        "supervised-loss",
        "supervised_loss",
        &["supervised loss", "loss supervised", "student supervised loss"],
    ),
    Entry(
        Setting::Heads,
        "heads",
        "heads",
        &["heads", "n heads", "num heads", "n head", "attention heads", "num attention heads"],
    ),
    Entry(
        Setting::KvHeads,
        "heads-kv",
        "kv_heads",
        &["kv heads", "n kv heads", "num kv heads", "num key value heads", "query groups"],
    ),
    Entry(Setting::HeadSize, "head-size", "head_size", &["head size", "head dim", "d head", "kv size"]),
    Entry(
        Setting::FeedForward,
        "feed-forward",
        "d_ff",
        &["d ff", "feed forward", "feed forward size", "ffw size", "ffn size", "intermediate size"],
    ),
    Entry(
        Setting::Vocabulary,
        "vocabulary",
        "vocab_size",
        &["vocab size", "vocab", "vocabulary", "vocabulary size", "n vocab"],
    ),
    Entry(
        Setting::ExpertsActive,
        "experts-active",
        "experts_active",
        &["experts active", "active experts", "experts per token", "num experts per tok"],
    ),
    Entry(
        Setting::ExpertsShared,
        "experts-shared",
        "experts_shared",
        &["experts shared", "shared experts", "n shared experts"],
    ),
    Entry(
        Setting::Progress,
        "progress",
        "progress",
        &["progress", "portion steps elapsed", "fraction complete", "share done"],
    ),
    Entry(
        Setting::StepsTotal,
        "steps-total",
        "steps_total",
        &["steps total", "total steps", "max steps", "planned steps"],
    ),
    Entry(
        Setting::StepsWarmup,
        "steps-warmup",
        "steps_warmup",
        &["steps warmup", "warmup steps", "lr warmup steps"],
    ),
    Entry(Setting::TokensWarmup, "tokens-warmup", "tokens_warmup", &["tokens warmup", "warmup tokens"]),
];

impl Setting {
    /// All settings with the word that a user may type.
    pub fn words() -> impl Iterator<Item = (&'static str, Self)> {
        TABLE.iter().map(|Entry(setting, word, _, _)| (*word, *setting))
    }

    /// The word that a user may type.
    pub fn word(self) -> &'static str {
        TABLE.iter().find(|entry| entry.0 == self).map_or("plain", |entry| entry.1)
    }

    /// The symbol that stands for the setting in formulas.
    pub fn symbol(self) -> Option<&'static str> {
        TABLE.iter().find(|entry| entry.0 == self).map(|entry| entry.2)
    }

    /// The setting that the words of a column name say, in small letters with one blank between them.
    pub(super) fn from_words(words: &str) -> Option<Self> {
        TABLE.iter().find(|entry| entry.3.contains(&words)).map(|entry| entry.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn words_symbols_and_names_are_told_apart() {
        let mut seen = [BTreeSet::new(), BTreeSet::new(), BTreeSet::new()];
        for Entry(setting, word, symbol, names) in TABLE {
            assert!(seen[0].insert(*word) && seen[1].insert(*symbol), "{word} {symbol}");
            assert!(names.iter().all(|name| seen[2].insert(*name)), "{word}");
            assert!(names.contains(&symbol.to_lowercase().replace('_', " ").as_str()), "{symbol}");
            assert_eq!((setting.word(), setting.symbol()), (*word, Some(*symbol)));
        }
    }
}
