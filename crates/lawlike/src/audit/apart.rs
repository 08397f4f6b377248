//! Rows that are set apart before anything is scored: copies, and runs that crashed.
//!
//! A copy is no evidence of its own. A run that crashed says nothing of the law, yet it inflates the errors of the baselines
//! and widens the intervals, so that the law looks better for it. Both are said, and what follows from their return is one of
//! the specifications of the audit.

use crate::check::near_duplicates;
use crate::examine::large;
use crate::finding::{CheckCard, Finding, Severity};
use crate::forecast::Chosen;
use crate::law;
use crate::observations::Observations;
use crate::quantity::{Quantity, Setting};
use crate::rule;
use lawlike_num::quantile::{mad, median};
use std::borrow::Cow;

/// A run is far above the law if it lies this many robust deviations above it.
const FAR: f64 = 8.0;
/// And by at least so much in the logarithm of the loss: a tenth, as for the rule of diverged runs.
const EXCESS: f64 = 0.1;
/// The same where the tracker says that the run crashed: a fifth of that.
const EXCESS_CRASHED: f64 = 0.02;
/// Largest share of the rows that can have crashed: more are another regime.
const MOST: f64 = 0.2;

pub(super) const COPIES: CheckCard = CheckCard {
    code: "copies",
    title: "rows that are copies are counted once",
    says: "rows agree with an earlier row in every digit of axes and response: they are set apart before fits, cuts and scores",
    caution: "responses with fewer than five digits after the point may agree by rounding: there only a table in which every \
              row is repeated counts as copied",
    hint: "remove the copies, or name with --group what tells runs apart",
    source: "a copy carries no information beside its original",
};

pub(super) const CRASHED: CheckCard = CheckCard {
    code: "crashed",
    title: "runs that crashed are set apart",
    says: "runs lie far above the law that all other runs follow, or their tracker says that they crashed and they lie above it: \
           they are set apart before baselines and intervals are scored, which they would make look worse and wider",
    caution: "a run may be high for a reason that matters to the law",
    hint: "look at these runs; the stability of the word says what their return would change",
    source: "a tenth above two or more smaller runs, and eight robust deviations above the law of the others",
};

/// The series without what is set apart.
pub(super) struct Apart<'a> {
    /// Every row that is no copy: what the fit that is shown rests on where a series is large.
    pub(super) wholes: Vec<Cow<'a, Observations>>,
    /// Of each large one, the part that stands for it.
    pub(super) parts: Vec<Option<Observations>>,
    /// What the road is walked on: without crashed runs, and of a large series a part.
    pub(super) series: Vec<Observations>,
    /// What is said of it.
    pub(super) findings: Vec<Finding>,
}

impl Apart<'_> {
    /// Whether any row was set apart.
    pub(super) fn is_any(&self) -> bool {
        self.findings.iter().any(|finding| [COPIES.code, CRASHED.code].contains(&finding.code))
    }
}

/// Sets copies and crashed runs apart, and takes a part of large series.
pub(super) fn set_apart(series: &[Observations]) -> Apart<'_> {
    let mut findings = Vec::new();
    let (mut wholes, mut parts, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for one in series {
        let whole = remove(Cow::Borrowed(one), &near_duplicates::copies(one), &COPIES, &mut findings);
        let part = whole.select_part();
        findings.extend(part.as_ref().map(|part| large(&whole, part.n())));
        let looked_at = part.as_ref().unwrap_or(&whole);
        kept.push(
            remove(Cow::Borrowed(looked_at), &crashed(looked_at), &CRASHED, &mut findings).into_owned(),
        );
        parts.push(part);
        wholes.push(whole);
    }
    Apart { wholes, parts, series: kept, findings }
}

fn remove<'a>(
    one: Cow<'a, Observations>,
    rows: &[usize],
    card: &CheckCard,
    findings: &mut Vec<Finding>,
) -> Cow<'a, Observations> {
    if rows.is_empty() {
        return one;
    }
    let lines: Vec<String> = rows.iter().take(LISTED).map(|row| one.lines[*row].to_string()).collect();
    let more = if rows.len() > LISTED { format!(" and {} more", rows.len() - LISTED) } else { String::new() };
    findings.push(Finding {
        code: card.code,
        severity: Severity::Warning,
        label: one.label.clone(),
        message: format!(
            "{} of {} rows {}: lines {}{more}",
            rows.len(),
            one.n(),
            if card.code == COPIES.code {
                "are copies of others and count once"
            } else {
                "crashed and are set apart"
            },
            lines.join(", ")
        ),
        number: rows.len() as f64,
        threshold: 0.0,
        hint: card.hint,
    });
    let kept: Vec<usize> = (0..one.n()).filter(|row| rows.binary_search(row).is_err()).collect();
    Cow::Owned(one.select(&kept))
}

/// Lines that are listed.
const LISTED: usize = 8;

/// Runs far above the law of the others, of a loss.
fn crashed(one: &Observations) -> Vec<usize> {
    let said: Vec<usize> =
        match one.columns().find(|column| column.quantity == Quantity::Setting(Setting::Finished)) {
            Some(column) => (0..one.n()).filter(|row| column.values[*row] == 0.0).collect(),
            None => Vec::new(),
        };
    let suspects = {
        let mut rows = rule::diverged(one);
        rows.extend(&said);
        rows.sort_unstable();
        rows.dedup();
        rows
    };
    let is_few = suspects.len() as f64 <= (MOST * one.n() as f64).max(1.0);
    if suspects.is_empty() || !is_few {
        return Vec::new();
    }
    let others: Vec<usize> = (0..one.n()).filter(|row| suspects.binary_search(row).is_err()).collect();
    above(one, &others, &suspects, &said).unwrap_or_default()
}

/// Which suspects lie far above the law of the others.
fn above(one: &Observations, others: &[usize], suspects: &[usize], said: &[usize]) -> Option<Vec<usize>> {
    let rest = one.select(others);
    let (law, _) = law::auto(&rest).ok()?;
    let (answers, _) = Chosen::new(law, None).answer(&rest, &one.points());
    let scale = one.scale();
    let error = |row: &usize| scale.forward(one.response.values[*row]) - answers[*row];
    let errors: Vec<f64> = others.iter().map(error).collect();
    let (centre, spread) = (median(&errors), mad(&errors));
    // On a scale that is not logarithmic an excess is a share of the level.
    let unit = if scale == crate::quantity::Scale::Log { 1.0 } else { median(&rest.response.values).abs() };
    let is_far = |row: &&usize| {
        let (excess, is_said) = (error(row) - centre, said.contains(row));
        let least = if is_said { EXCESS_CRASHED } else { EXCESS };
        excess > least * unit && excess > FAR * spread * DEVIATIONS
    };
    (spread.is_finite()).then(|| suspects.iter().filter(is_far).copied().collect())
}

/// Standard deviations in a median absolute deviation of normal noise.
const DEVIATIONS: f64 = 1.4826;
