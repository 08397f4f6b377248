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
    /// Column whose smallest value picks the one row of each place that is kept, or empty.
    pub(super) least_of: &'static str,
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
    least_of: "",
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
    // Shares over several axes.
    Set {
        source: "gadre",
        file: "gadre-downstream",
        by: &["train_data", "task"],
        x: SURFACE,
        y: &["accuracy"],
        ..SET
    },
    Set {
        source: "obsscaling",
        file: "obsscaling-base",
        x: SURFACE,
        y: &["MMLU=accuracy", "HellaSwag=accuracy", "GSM8K=accuracy", "HumanEval=accuracy", "ARC-C=accuracy"],
        ..SET
    },
    // Shares and per cent over dates, ratings.
    Set {
        source: "epoch-stitching",
        file: "epoch-stitching",
        filter: "release_date < \"2025-07-01\"",
        by: &["task"],
        x: &["release_date"],
        y: &["score=accuracy"],
        ..SET
    },
    Set {
        source: "weirdml",
        file: "weirdml-2025-06",
        by: &["task"],
        x: &["release_date"],
        y: &["score=accuracy"],
        ..SET
    },
    Set {
        source: "livebench",
        file: "livebench-top",
        by: &["task"],
        x: &["snapshot_date"],
        y: &["top_score"],
        ..SET
    },
    Set {
        source: "lmarena",
        file: "lmarena-history",
        filter: "date >= \"2024-06-29\"",
        by: &["model"],
        x: &["date"],
        y: &["elo"],
        least: 12,
        ..SET
    },
    Set {
        source: "litellm",
        file: "litellm-pypi",
        filter: "snapshot_not_before > \"2020\" && price_usd_per_mtok_out > 0",
        by: &["provider", "model"],
        x: &["snapshot_not_before"],
        y: &["price_usd_per_mtok_out"],
        least: 6,
        ..SET
    },
    // Rewards and shares over steps.
    Set {
        source: "dreamer",
        file: "dreamer-atari",
        filter: "step > 0",
        by: &["method", "game"],
        x: &["step"],
        y: &["return_mean"],
        ..SET
    },
    Set {
        source: "tdmpc2",
        file: "tdmpc2",
        filter: "step > 0 && measure == \"return\"",
        by: &["algorithm", "task"],
        x: &["step"],
        y: &["reward"],
        ..SET
    },
    Set {
        source: "tdmpc2",
        file: "tdmpc2",
        filter: "step > 0 && measure == \"success_share\"",
        by: &["algorithm", "task"],
        x: &["step"],
        y: &["reward=accuracy"],
        ..SET
    },
    // Losses over steps, through changes of the rate.
    Set {
        source: "mpl-curves",
        file: "mpl-curves",
        by: &["params_m", "schedule"],
        x: &["step"],
        y: &["loss"],
        ..SET
    },
    Set {
        source: "openeuro",
        file: "openeuro-best",
        by: &["params"],
        x: &["tokens"],
        y: &["loss", "best_batch_tokens"],
        ..SET
    },
    // Rising laws and shares over sizes and budgets.
    Set {
        source: "timm",
        file: "timm-throughput",
        by: &["family"],
        x: &["infer_gmacs"],
        y: &["infer_step_time"],
        least: 10,
        ..SET
    },
    Set {
        source: "timm",
        file: "timm-imagenet",
        filter: "params_m >= 1",
        by: &["family"],
        x: &["params_m"],
        y: &["top1"],
        least: 12,
        ..SET
    },
    Set {
        source: "mpt",
        file: "mpt-throughput",
        filter: "seq_len == 2048",
        by: &["gpu", "model", "precision"],
        x: &["gpus"],
        y: &["tokens_per_sec"],
        least: 5,
        ..SET
    },
    Set {
        source: "monkeys",
        file: "monkeys-coverage",
        by: &["curve"],
        x: &["samples"],
        y: &["coverage=accuracy"],
        ..SET
    },
    Set {
        source: "laion",
        file: "laion-compare-ade20k",
        by: &["family", "model_simple", "global_batch_size", "lr"],
        x: &["samples_seen"],
        y: &["main_metric_value=accuracy"],
        least: 5,
        ..SET
    },
    Set {
        source: "double-descent",
        file: "nlp-dd-samples",
        by: &["train_samples"],
        x: &["d_model"],
        y: &["test_loss"],
        ..SET
    },
    // Powers that rise.
    Set {
        source: "epoch-notable",
        file: "epoch-notable-2025-02",
        filter: "flops > 0 && params > 0 && date >= \"2015-01-01\"",
        by: &["domain"],
        x: &["params"],
        y: &["flops"],
        least: 20,
        ..SET
    },
    Set {
        source: "epoch-notable",
        file: "epoch-notable-2025-02",
        filter: "flops > 0 && dataset_size_datapoints > 0 && date >= \"2015-01-01\"",
        by: &["domain"],
        x: &["flops"],
        y: &["dataset_size_datapoints"],
        least: 20,
        ..SET
    },
    Set {
        source: "epoch-notable",
        file: "epoch-notable-2025-02",
        filter: "flops > 0 && compute_cost_usd2023 > 0 && date >= \"2015-01-01\"",
        x: &["flops"],
        y: &["compute_cost_usd2023", "power_w"],
        least: 20,
        ..SET
    },
    Set {
        source: "porian",
        file: "porian",
        by: &["setting"],
        x: &["flops"],
        y: &["params"],
        least_of: "loss",
        ..SET
    },
    Set {
        source: "steplaw",
        file: "steplaw",
        filter: "kind == \"dense\" && loss_smooth < 6",
        by: &["params"],
        x: &["tokens"],
        y: &["batch_tokens"],
        least_of: "loss_smooth",
        least: 5,
        ..SET
    },
];
