//! The files of the register, one a claim.

/// Name and text of every claim.
pub(super) const REGISTER: &[(&str, &str)] = &[
    (
        "predictable-pretty-much-exactly.toml",
        include_str!("../../../../claims/predictable-pretty-much-exactly.toml"),
    ),
    ("loss-follows-a-power-law.toml", include_str!("../../../../claims/loss-follows-a-power-law.toml")),
    (
        "trends-continue-for-orders-of-magnitude.toml",
        include_str!("../../../../claims/trends-continue-for-orders-of-magnitude.toml"),
    ),
    ("emergence-follows-a-law.toml", include_str!("../../../../claims/emergence-follows-a-law.toml")),
    (
        "perplexity-tells-what-users-feel.toml",
        include_str!("../../../../claims/perplexity-tells-what-users-feel.toml"),
    ),
    ("there-are-three-laws.toml", include_str!("../../../../claims/there-are-three-laws.toml")),
    ("more-thinking-more-accuracy.toml", include_str!("../../../../claims/more-thinking-more-accuracy.toml")),
    ("closed-domains-only.toml", include_str!("../../../../claims/closed-domains-only.toml")),
    (
        "newer-is-better-in-every-way.toml",
        include_str!("../../../../claims/newer-is-better-in-every-way.toml"),
    ),
    (
        "post-training-has-its-own-law.toml",
        include_str!("../../../../claims/post-training-has-its-own-law.toml"),
    ),
    ("rl-compute-saturates.toml", include_str!("../../../../claims/rl-compute-saturates.toml")),
    ("passk-is-a-power-law.toml", include_str!("../../../../claims/passk-is-a-power-law.toml")),
    (
        "test-time-is-expensive-and-unreliable.toml",
        include_str!("../../../../claims/test-time-is-expensive-and-unreliable.toml"),
    ),
    (
        "pretraining-scaling-no-longer-holds.toml",
        include_str!("../../../../claims/pretraining-scaling-no-longer-holds.toml"),
    ),
    ("laws-run-out.toml", include_str!("../../../../claims/laws-run-out.toml")),
    (
        "weaker-claim-it-will-get-better.toml",
        include_str!("../../../../claims/weaker-claim-it-will-get-better.toml"),
    ),
    ("extrapolation-in-general.toml", include_str!("../../../../claims/extrapolation-in-general.toml")),
    ("data-run-out.toml", include_str!("../../../../claims/data-run-out.toml")),
    ("repeats-replace-data.toml", include_str!("../../../../claims/repeats-replace-data.toml")),
    ("synthetic-data-replace-it.toml", include_str!("../../../../claims/synthetic-data-replace-it.toml")),
    (
        "models-get-smaller-at-equal-capability.toml",
        include_str!("../../../../claims/models-get-smaller-at-equal-capability.toml"),
    ),
    ("smaller-needs-more-training.toml", include_str!("../../../../claims/smaller-needs-more-training.toml")),
    (
        "training-compute-keeps-growing.toml",
        include_str!("../../../../claims/training-compute-keeps-growing.toml"),
    ),
    ("api-price-falls-with-size.toml", include_str!("../../../../claims/api-price-falls-with-size.toml")),
    ("kaplan-against-chinchilla.toml", include_str!("../../../../claims/kaplan-against-chinchilla.toml")),
    ("chinchilla-intervals.toml", include_str!("../../../../claims/chinchilla-intervals.toml")),
    (
        "progress-is-data-and-compute.toml",
        include_str!("../../../../claims/progress-is-data-and-compute.toml"),
    ),
    ("gpt4o-quarter-of-gpt4.toml", include_str!("../../../../claims/gpt4o-quarter-of-gpt4.toml")),
    (
        "sonnet-5x-cheaper-and-better.toml",
        include_str!("../../../../claims/sonnet-5x-cheaper-and-better.toml"),
    ),
    ("gemini-15-pro-against-ultra.toml", include_str!("../../../../claims/gemini-15-pro-against-ultra.toml")),
    ("biggest-is-most-capable.toml", include_str!("../../../../claims/biggest-is-most-capable.toml")),
    (
        "api-price-stands-in-for-size.toml",
        include_str!("../../../../claims/api-price-stands-in-for-size.toml"),
    ),
    ("agents-priced-out.toml", include_str!("../../../../claims/agents-priced-out.toml")),
    ("price-falls-tenfold-a-year.toml", include_str!("../../../../claims/price-falls-tenfold-a-year.toml")),
    ("frontier-run-gets-dearer.toml", include_str!("../../../../claims/frontier-run-gets-dearer.toml")),
    (
        "most-tasks-do-not-scale-smoothly.toml",
        include_str!("../../../../claims/most-tasks-do-not-scale-smoothly.toml"),
    ),
    ("ladder-of-generality.toml", include_str!("../../../../claims/ladder-of-generality.toml")),
    ("capabilities-keep-emerging.toml", include_str!("../../../../claims/capabilities-keep-emerging.toml")),
    (
        "horizons-double-every-7-months.toml",
        include_str!("../../../../claims/horizons-double-every-7-months.toml"),
    ),
];
