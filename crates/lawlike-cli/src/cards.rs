//! Findings that the commands themselves make, with their cards for `lawlike explain`.

use lawlike::finding::{CheckCard, Finding, Severity};

/// Cards of all findings of the commands.
pub(crate) const CARDS: &[&CheckCard] = &[&UNTESTED];

pub(crate) const UNTESTED: CheckCard = CheckCard {
    code: "untested",
    title: "a series could not be tested",
    says: "no cut left enough rows before it and any after it: nothing of this series was held out and forecast",
    caution: "a series that is not tested speaks neither for nor against the law",
    hint: "add runs farther along the axis, or move the cut with --cut",
    source: "the least number of training rows with which a law is fitted",
};

/// A finding about one series.
pub(crate) fn finding(card: &CheckCard, severity: Severity, label: &str, message: String) -> Finding {
    Finding {
        code: card.code,
        severity,
        label: label.to_owned(),
        message,
        number: f64::NAN,
        threshold: f64::NAN,
        hint: card.hint,
    }
}
