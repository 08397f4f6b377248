//! What comparisons find beside their numbers.

use lawlike::finding::{CheckCard, Finding, Severity};

/// Cards of all findings of comparisons.
pub const CARDS: &[&CheckCard] =
    &[&CANNOT_BE_TOLD, &BEST_OF_MANY, &FEW_ANSWERS, &ARM_SLOPES, &ARM_RANGE, &ARM_FIT];

pub(super) const CANNOT_BE_TOLD: CheckCard = CheckCard {
    code: "cannot-be-told",
    title: "too few series to tell laws apart",
    says: "the cuts of one series overlap, and all its forecasts rest on the same runs: one series is one observation, and \
           a difference between laws has no standard error",
    caution: "a difference that no standard error supports may be real",
    hint: "compare over at least three series (--by): curves, tasks, families",
    source: "standard errors by clusters (Liang & Zeger 1986) need several of them; three is the least, ten are better",
};

pub(super) const BEST_OF_MANY: CheckCard = CheckCard {
    code: "best-of-many",
    title: "the lead of the best law is what luck gives",
    says: "if the laws did not differ, the best of so many would lead their mean by as much at least once in twenty times",
    caution: "laws that hang together (nested ones) make luck smaller than a count of laws says; the permutations know that \
              only in part",
    hint: "do not pick the winner: keep all laws that are not told apart, or name the law before the data are seen",
    source: "labels of the laws permuted within each series, 2000 times; selection among many: Cawley & Talbot 2010",
};

pub(super) const FEW_ANSWERS: CheckCard = CheckCard {
    code: "few-answers",
    title: "a law gave no forecast for many points",
    says: "the law could not be fitted to, or has no value at, more than a quarter of the points that others answered: it is \
           listed without a rank, and the others are compared without it",
    caution: "a law with many parameters needs longer pasts than others and is not worse where it has them",
    hint: "compare on longer series, or on later cuts (--cut)",
    source: "three quarters of the points that any law answered",
};

pub(super) const ARM_SLOPES: CheckCard = CheckCard {
    code: "arm-slopes",
    title: "the slopes of the arms differ",
    says: "the arms do not share the slopes of the law: what an arm saves depends on scale, and one multiplier is wrong for \
           all scales; multipliers by scale are given in its place",
    caution: "small runs that are not tuned, or arms whose runs lie at other scales, change slopes as well; so does another \
              irreducible loss",
    hint: "read the multipliers at the largest scale, not the mean; beyond it they are extrapolated twice",
    source: "slopes of their own for every arm: Wald test with the F distribution at 1 %",
};

pub(super) const ARM_RANGE: CheckCard = CheckCard {
    code: "arm-range",
    title: "an arm has runs at other scales than the reference",
    says: "the arm and the reference share little of their ranges of compute: the multiplier rests on the law between them, \
           not on runs that can be compared",
    caution: "where the law is well known from other arms this is no harm",
    hint: "add runs of both at the same compute, or take another --reference",
    source: "less than half of the shorter range in powers of ten",
};

pub(super) const ARM_FIT: CheckCard = CheckCard {
    code: "arm-fit",
    title: "the common fit of the arms is not determined",
    says: "the search did not converge, or the runs do not determine all multipliers",
    caution: "other arms may be well determined all the same",
    hint: "leave out arms with few runs (--where), or take a law with fewer parameters",
    source: "the certificate of the common fit",
};

/// A finding about all that is compared.
pub(super) fn finding(
    card: &CheckCard,
    severity: Severity,
    number: f64,
    threshold: f64,
    message: String,
) -> Finding {
    Finding { code: card.code, severity, label: String::new(), message, number, threshold, hint: card.hint }
}
