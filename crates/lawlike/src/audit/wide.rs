//! The finding that intervals hold more than they say.

use crate::backtest::Held;
use crate::finding::{CheckCard, Finding, Severity};
use crate::verdict::{Tally, so_many};

/// Chance below which intervals are wider than they say: one side of a test at 5 %.
const LIMIT: f64 = 0.025;
/// The level that is asked.
const LEVEL: f64 = 0.80;

pub(super) const CARD: CheckCard = CheckCard {
    code: "wide-intervals",
    title: "intervals hold more than they say",
    says: "more held-out runs lie inside their 80 % intervals than that level allows for: the law was better than its intervals, \
           which rest on what forecasts of other series were worth. It costs no word: who decides by these intervals is careful",
    caution: "held-out runs of one series are forecast by one fit and err together",
    hint: "with more runs of this series its own errors will count for more",
    source: "binomial test of the held-out runs, each at its farthest forecast; one side at 2.5 %",
};

/// What is said of the held-out runs of a series.
pub(super) fn wide(label: &str, held: &Held) -> Option<Finding> {
    let tally = Tally::new(held);
    let (inside, of) = (tally.inside(1), tally.n());
    let chance = so_many(inside, of, LEVEL);
    (chance < LIMIT).then(|| Finding {
        code: CARD.code,
        severity: Severity::Note,
        label: label.to_owned(),
        message: format!("80 % intervals hold {inside} of {of} held-out runs: they are wider than they say"),
        number: chance,
        threshold: LIMIT,
        hint: CARD.hint,
    })
}
