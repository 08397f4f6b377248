//! The finding that the law holds from some place on, and not before: a warm-up, or runs too small for it.

use crate::finding::{CheckCard, Finding, Severity};
use crate::fit::{self, Fit, fit};
use crate::law::Law;
use crate::observations::Observations;
use lawlike_num::quantile::mad;

/// Shares of the rows that may lie before the place.
const SHARES: [f64; 7] = [0.05, 0.10, 0.15, 0.20, 0.30, 0.40, 0.50];
/// Rows that must lie beyond it.
const LEAST_ROWS_BEYOND: usize = 20;
/// The residuals beyond must shrink by this factor if the rows before are left out: noise alone changes them by a few per cent.
const SHRINK: f64 = 3.0;
/// A place is early enough if a later one leaves residuals that are smaller by less.
const ENOUGH: f64 = 1.5;

pub(super) const CARD: CheckCard = CheckCard {
    code: "onset",
    title: "the law holds from some place on",
    says: "fitted to the rows beyond some place of the axis the law leaves residuals a third as large there as when all rows are \
           fitted: the rows before follow another course, such as a warm-up or models too small for the law",
    caution: "a law with one more bend may go through all rows",
    hint: "leave the early rows out with --where, and say so; the parameters that they distort are those of the late law",
    source: "median absolute residuals beyond 5 to 50 % of the rows, by the fit to all rows and by the fit to these alone",
};

/// Where the law begins to hold along the only axis, if it does not hold from the first row on.
pub(super) fn onset(
    law: &Law,
    one: &Observations,
    options: &fit::FitOptions,
    whole: &Fit,
) -> Option<Finding> {
    let [axis] = one.axes.as_slice() else { return None };
    let n = one.n();
    if n < 2 * LEAST_ROWS_BEYOND || whole.residuals.len() != n {
        return None;
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| axis.values[*a].total_cmp(&axis.values[*b]));
    let rows = Ordered { law, options, one, whole, order: &order };
    let late: Vec<Late> = SHARES.iter().filter_map(|share| rows.beyond(*share)).collect();
    let least = late.iter().map(|late| late.alone).fold(f64::INFINITY, f64::min);
    let first = late.into_iter().find(|late| late.alone <= ENOUGH * least && late.shrinks())?;
    let shown: Vec<String> = first
        .fit
        .parameters
        .iter()
        .map(|parameter| format!("{} = {:.4}", parameter.name, parameter.value()))
        .collect();
    Some(Finding {
        code: CARD.code,
        severity: Severity::Warning,
        label: one.label.clone(),
        message: format!(
            "the law holds from {} = {:.3e} on (line {}): there it misses by a {:.0}th of what it misses fitted to all rows, with \
             {}; the {} rows before follow another course",
            axis.name,
            axis.values[order[first.before]],
            one.lines[order[first.before]],
            first.together / first.alone,
            shown.join(", "),
            first.before
        ),
        number: first.together / first.alone,
        threshold: SHRINK,
        hint: CARD.hint,
    })
}

/// Rows in order along the axis, with the law that is fitted to them.
struct Ordered<'a> {
    law: &'a Law,
    options: &'a fit::FitOptions,
    one: &'a Observations,
    /// The fit to all rows.
    whole: &'a Fit,
    order: &'a [usize],
}

/// The rows beyond a place, with the fit to them alone.
struct Late {
    before: usize,
    fit: Fit,
    /// Median absolute residual of these rows by the fit to all rows, and by their own.
    together: f64,
    alone: f64,
}

impl Ordered<'_> {
    /// What lies beyond a share of the rows.
    fn beyond(&self, share: f64) -> Option<Late> {
        let before = (share * self.order.len() as f64).ceil() as usize;
        let rows = self.order.get(before..).filter(|rows| rows.len() >= LEAST_ROWS_BEYOND)?;
        let fit = fit(self.law, &self.one.select(rows), self.options).ok()?;
        let together: Vec<f64> = rows.iter().map(|row| self.whole.residuals[*row]).collect();
        let spread = |residuals: &[f64]| mad(residuals) + lawlike_num::quantile::median(residuals).abs();
        let (together, alone) = (spread(&together), spread(&fit.residuals));
        Some(Late { before, fit, together, alone })
    }
}

impl Late {
    /// Exact data leave rounding on both sides.
    fn shrinks(&self) -> bool {
        self.together > SHRINK * self.alone && self.together > 1e-9
    }
}
