//! Over-optimisation of a reward model (Gao et al. 2023): the true reward against the distance from the first policy.
//!
//! The distance is `d = sqrt(KL)`, KL in nats; the reward of the first policy is zero. That of the best of `k` samples is
//! known: `KL = ln k - (k - 1)/k`. A fit gives the peak, and where all gain is lost again, with intervals.

use crate::law::card::{CardStatus, Derived, LawCard, ParameterCard, Topic, VANISHING, derived, free, limit};

/// Coefficients of the best of n; of either sign, so that a fit can say that there is no over-optimisation.
const BEST: &[ParameterCard] =
    &[free("a", "gain in reward a root nat at the start"), free("b", "loss to over-optimisation a nat")];

/// Where the best of n is best, and how good it is there.
const PEAK: &[Derived] = &[
    derived(
        "peak",
        "(a/(2*max(b, 0)))^2",
        "KL in nats beyond which the proxy does harm; endless without over-optimisation",
    ),
    derived("top", "a^2/(4*max(b, 0))", "true reward there"),
    derived("spent", "4*(a/(2*max(b, 0)))^2", "KL in nats at which all that was gained is lost again"),
];

/// `d (a - b d)`, over KL.
pub(in crate::law) const BEST_OF: LawCard = LawCard {
    id: "reward-best-of-n",
    title: "true reward of the best of n, over KL",
    topic: Topic::PostTraining,
    formula: "sqrt(x)*(a - b*sqrt(x))",
    inputs: &["x"],
    parameters: BEST,
    derived: PEAK,
    says: "choosing by a proxy helps up to a distance of a/(2 b), then harms",
    limits: &[limit(&[("x", VANISHING)], "0")],
    fails: "a proxy and a true reward of other kinds; the form is that of a fit, not of a theory",
    source: "Gao, Schulman & Hilton 2023 (arXiv 2210.10760), equation 1; \
             form as eight independent texts quote it",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// `d (a - b d)`, over the number of samples.
pub(in crate::law) const BEST_OF_SAMPLES: LawCard = LawCard {
    id: "reward-samples",
    title: "true reward of the best of k samples",
    topic: Topic::PostTraining,
    formula: "d*(a - b*d)",
    wherein: &[("d", "sqrt(ln(k) - (k - 1)/k)")],
    inputs: &["k"],
    parameters: BEST,
    derived: PEAK,
    says: "the best of k by a proxy gets truly better, then worse: k is turned into the distance that it moves the policy",
    fails: "samples that are not independent; the KL is an upper bound where samples repeat",
    source: "Gao, Schulman & Hilton 2023 (arXiv 2210.10760), equation 1, with KL = ln k - (k - 1)/k; \
             form as eight independent texts quote it",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// `d (a - b ln d)`, over KL.
pub(in crate::law) const REINFORCEMENT: LawCard = LawCard {
    id: "reward-rl",
    title: "true reward of reinforcement learning, over KL",
    topic: Topic::PostTraining,
    formula: "sqrt(x)*(a - b*ln(sqrt(x)))",
    inputs: &["x"],
    parameters: &[
        free("a", "gain in reward at one root nat"),
        free("b", "loss to over-optimisation as the distance grows by a factor e"),
    ],
    derived: &[
        derived(
            "peak",
            "exp(2*(a/max(b, 0) - 1))",
            "KL in nats beyond which the proxy does harm; endless without over-optimisation",
        ),
        derived("top", "max(b, 0)*exp(a/max(b, 0) - 1)", "true reward there"),
        derived("spent", "exp(2*a/max(b, 0))", "KL in nats at which all that was gained is lost again"),
    ],
    says: "optimising a proxy helps up to a distance of exp(a/b - 1), then harms; direct alignment follows the same form",
    limits: &[limit(&[("x", VANISHING)], "0")],
    fails: "near the start, where the slope would be infinite; a penalty on KL moves along the curve but not the curve",
    source: "Gao, Schulman & Hilton 2023 (arXiv 2210.10760), equation 2; direct alignment: Rafailov et al. 2024 \
             (arXiv 2406.02900), where it halves the error of a quadratic",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
