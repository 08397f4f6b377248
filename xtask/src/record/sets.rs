//! The public sets that the track record is measured on, each with its columns.

/// A file, what is kept of it, and how it falls into series.
pub(super) struct Set {
    /// Source; sets of one source are never used to forecast each other.
    pub(super) source: &'static str,
    pub(super) file: &'static str,
    /// Condition on the rows, or empty.
    pub(super) filter: &'static str,
    /// Columns whose values name a series together.
    pub(super) by: &'static [&'static str],
    pub(super) x: &'static [&'static str],
    /// Responses; each makes series of its own.
    pub(super) y: &'static [&'static str],
    /// Whether the smallest response of each place is kept alone.
    pub(super) best: bool,
    /// Rows that a series must have.
    pub(super) least: usize,
    /// Rows before this share of the greatest place are left out (warm-up).
    pub(super) late: f64,
    /// Whether the future lies at smaller places.
    pub(super) falling: bool,
}

const SET: Set = Set {
    source: "",
    file: "",
    filter: "",
    by: &[],
    x: &[],
    y: &[],
    best: false,
    least: 8,
    late: 0.0,
    falling: false,
};

const SURFACE: &[&str] = &["params", "tokens"];

pub(super) const SETS: &[Set] = &[
    Set {
        source: "alabdulmohsin",
        file: "alabdulmohsin-lc",
        by: &["curve"],
        x: &["examples_seen"],
        y: &["loss"],
        ..SET
    },
    Set {
        source: "colpret",
        file: "colpret",
        filter: "looks_like_perplexity == 0 && tokens > 0 && loss > 0",
        by: &["model"],
        x: &["tokens"],
        y: &["loss"],
        least: 12,
        late: 0.02,
        ..SET
    },
    Set {
        source: "gemstones",
        file: "gemstones",
        by: &["run_name"],
        x: &["tokens"],
        y: &["loss"],
        least: 12,
        ..SET
    },
    Set {
        source: "rectified-sft",
        file: "rectified-sft-flan",
        filter: "sft_examples > 0",
        by: &["model"],
        x: &["sft_examples"],
        y: &["test_loss"],
        ..SET
    },
    Set { source: "chinchilla", file: "chinchilla-epoch", x: SURFACE, y: &["loss"], ..SET },
    Set {
        source: "gadre",
        file: "gadre-overtraining",
        by: &["train_data"],
        x: SURFACE,
        y: &["loss_c4_val"],
        ..SET
    },
    Set { source: "porian", file: "porian", by: &["setting"], x: SURFACE, y: &["loss"], ..SET },
    Set {
        source: "isoflops",
        file: "isoflops-public",
        filter: "outlier != \"True\"",
        by: &["experiment"],
        x: SURFACE,
        y: &["loss"],
        ..SET
    },
    Set { source: "misfitting", file: "misfitting", x: SURFACE, y: &["loss"], best: true, ..SET },
    Set { source: "gemstones", file: "gemstones", x: SURFACE, y: &["loss"], ..SET },
    Set { source: "steplaw", file: "steplaw", by: &["kind"], x: SURFACE, y: &["loss"], best: true, ..SET },
    Set {
        source: "datablations",
        file: "datablations",
        filter: "val_loss_c4 < 6 && epochs <= 60",
        x: &["params", "tokens", "unique_tokens"],
        y: &["val_loss_c4"],
        ..SET
    },
    Set {
        source: "qwen3-grpo",
        file: "qwen3-grpo",
        filter: "rl_step > 0",
        by: &["model_size"],
        x: &["rl_step"],
        y: &["gsm8k_accuracy"],
        ..SET
    },
    Set {
        source: "obsscaling",
        file: "obsscaling-base",
        x: &["flops"],
        y: &[
            "parsinlu_qa_2_acc=accuracy",
            "word_unscrambling_2_exact_match=accuracy",
            "ipa_transliterate_2_exact_match=accuracy",
            "arithmetic_3ds_2_acc=accuracy",
            "arithmetic_3da_2_acc=accuracy",
            "arithmetic_2dm_2_acc=accuracy",
            "arithmetic_2da_2_acc=accuracy",
            "MMLU=accuracy",
            "HellaSwag=accuracy",
            "GSM8K=accuracy",
            "HumanEval=accuracy",
        ],
        ..SET
    },
    Set {
        source: "gadre",
        file: "gadre-downstream",
        by: &["train_data", "task"],
        x: &["loss_c4_val"],
        y: &["accuracy"],
        falling: true,
        ..SET
    },
    Set {
        source: "steplaw",
        file: "steplaw",
        filter: "kind == \"dense\" && loss_smooth < 6",
        x: &["params", "tokens", "lr_peak", "batch_seqs"],
        y: &["loss_smooth=loss"],
        ..SET
    },
    Set {
        source: "evalperf",
        file: "evalperf-passk",
        by: &["model"],
        x: &["k_samples"],
        y: &["pass_at_k=accuracy"],
        ..SET
    },
    Set {
        source: "metr",
        file: "metr-horizons-v1",
        filter: "p50_horizon_min > 0",
        x: &["release_date"],
        y: &["p50_horizon_min"],
        ..SET
    },
    Set {
        source: "epoch-notable",
        file: "epoch-notable-2025-02",
        filter: "flops > 0 && date >= \"2010-01-01\"",
        by: &["domain"],
        x: &["date"],
        y: &["flops"],
        least: 20,
        ..SET
    },
    Set {
        source: "epoch-notable",
        file: "epoch-notable-2025-02",
        filter: "flops > 0 && date >= \"2010-01-01\"",
        x: &["date"],
        y: &["flops"],
        ..SET
    },
    Set {
        source: "epoch-price",
        file: "epoch-llm-price-trend",
        filter: "is_price_frontier == 1",
        by: &["benchmark", "threshold_model"],
        x: &["date"],
        y: &["price_usd_per_mtok_blended"],
        best: true,
        least: 6,
        ..SET
    },
    Set {
        source: "epoch-hardware",
        file: "hardware-prices",
        filter: "price_usd_purchase > 0",
        x: &["date"],
        y: &["price_usd_purchase"],
        ..SET
    },
    Set { source: "nvidia", file: "nvidia-compute", x: &["end_date"], y: &["h100e_sold"], ..SET },
];
