//! Names of columns and what they mean.

use super::{ComputeCount, LossUnit, ParameterCount, Quantity, TokenCount};

/// Name fragments and what they mean, tried in order; the first that fits decides.
/// A fragment matches whole words of the column name (words are split at `_`, `-`, `.`, blanks).
pub(super) const NAMES: &[(&[&str], Quantity)] = &[
    (
        &["tokens per param", "tokens per parameter", "tpp", "chinchilla multiplier"],
        Quantity::TokensPerParameter,
    ),
    (
        &[
            "non embedding params",
            "params no embed",
            "params non embedding",
            "non embedding parameters",
            "n non embedding",
            "params nonembed",
            "non embedding param size",
            "non embedding size",
        ],
        Quantity::Parameters(ParameterCount::NonEmbedding),
    ),
    (
        &["active params", "params active", "active parameters", "n active"],
        Quantity::Parameters(ParameterCount::Active),
    ),
    (
        &[
            "params",
            "parameters",
            "n params",
            "num params",
            "n parameters",
            "params total",
            "total params",
            "n",
            "model params",
            "model parameters",
            "model size",
            "param size",
            "parameter size",
            "param count",
            "params count",
            "parameter count",
        ],
        Quantity::Parameters(ParameterCount::Total),
    ),
    (&["unique tokens", "tokens unique", "n unique tokens"], Quantity::Tokens(TokenCount::Unique)),
    (&["thinking tokens", "reasoning tokens", "tokens per problem", "t thinking"], Quantity::ThinkingTokens),
    (
        &[
            "tokens",
            "n tokens",
            "train tokens",
            "training tokens",
            "num tokens",
            "d",
            "tokens seen",
            "total tokens",
            "token count",
            "token budget",
        ],
        Quantity::Tokens(TokenCount::Seen),
    ),
    (&["flops 6nd", "flop 6nd", "compute 6nd"], Quantity::Compute(ComputeCount::SixNd)),
    (&["flops exact", "flop exact", "exact flops", "exact flop"], Quantity::Compute(ComputeCount::Exact)),
    (
        &[
            "flops",
            "flop",
            "compute",
            "training flop",
            "training flops",
            "training compute",
            "train flops",
            "c",
            "flops budget",
            "flop budget",
            "compute flop",
            "compute flops",
            "compute budget",
            "training compute flop",
            "training compute flops",
            "total flops",
            "total compute",
        ],
        Quantity::Compute(ComputeCount::Reported),
    ),
    (&["epochs", "epoch"], Quantity::Epochs),
    (
        &["examples", "examples seen", "sft examples", "n examples", "train examples", "num examples"],
        Quantity::Examples,
    ),
    (
        &["steps", "step", "rl step", "rl steps", "global step", "current steps", "iteration", "iterations"],
        Quantity::Steps,
    ),
    (&["k", "k samples", "n samples", "num samples", "samples"], Quantity::Samples),
    (&["n correct", "num correct", "correct", "successes"], Quantity::Successes),
    (
        &[
            "date",
            "release date",
            "publication date",
            "month",
            "published",
            "run date",
            "start date",
            "year",
            "decimal year",
        ],
        Quantity::Date,
    ),
    (&["perplexity", "ppl"], Quantity::Loss(LossUnit::Perplexity)),
    (&["bpb", "bits per byte"], Quantity::Loss(LossUnit::BitsPerByte)),
    (&["elo", "rating"], Quantity::Rating),
];

/// Words that name a quantity wherever they stand in the column name.
pub(super) const WORDS: &[(&[&str], Quantity)] = &[
    (&["loss", "nll", "crossentropy"], Quantity::Loss(LossUnit::Nats)),
    (&["accuracy", "acc", "em", "pass", "success"], Quantity::Accuracy),
    (&["elo"], Quantity::Rating),
    (&["horizon"], Quantity::Horizon),
    (&["price", "cost"], Quantity::Price),
    (&["perplexity", "ppl"], Quantity::Loss(LossUnit::Perplexity)),
];
