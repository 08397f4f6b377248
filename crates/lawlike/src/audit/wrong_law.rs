//! The finding that a law cannot follow the direction of the data.

use crate::finding::{CheckCard, Finding, Severity};
use crate::law::course::Course;
use crate::verdict::{FOLLOWS, Wrong};

pub(super) const CARD: CheckCard = CheckCard {
    code: "wrong-law",
    title: "the law cannot follow the data",
    says: "the response rises, or falls, with the size of the run beyond doubt, and the law at its best explains less than a \
           twentieth of its spread: most often a law that only falls is asked about data that rise",
    caution: "a law with several terms may be held back by its bounds and not by its form",
    hint: "name a law that moves as the data do, or leave the law to the rule",
    source: "rank correlation (Spearman 1904), at a chance of 1 % and above one half",
};

pub(super) fn wrong_law(label: &str, wrong: Wrong) -> Finding {
    let moves = match wrong.course {
        Course::Rises => "rises",
        Course::Falls => "falls",
    };
    Finding {
        code: CARD.code,
        severity: Severity::Serious,
        label: label.to_owned(),
        message: format!(
            "wrong law: the response {moves} with the size of the run, and the law explains {:.0} % of its spread",
            100.0 * wrong.explained.max(0.0)
        ),
        number: wrong.explained,
        threshold: FOLLOWS,
        hint: CARD.hint,
    }
}
