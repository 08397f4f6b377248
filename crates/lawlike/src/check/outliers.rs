//! Are there runs that the law cannot explain and the others can do without?

use super::{Check, CheckCard, Context, Found, Severity};
use crate::fit::Fit;
use lawlike_num::quantile::mad;
use lawlike_num::robust::{Outliers, Rule, outliers};

/// False alarms allowed, over all runs of a lawful table together, and the tails of lawful residuals.
const RULE: Rule = Rule { alarms: 0.02, tails: 5.0 };
/// Least rows of a block that has a deviation of its own.
const BLOCK: usize = 15;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "outliers",
        title: "single runs lie far from the law",
        says: "residuals of some runs are many times larger than those of the rest: diverged, misread or of another kind",
        caution: "where the law is wrong in one corner of the data, all runs of that corner look like outliers",
        hint: "look at these runs; take a robust objective (huber-log:1e-3, lad) and report the answer with and without them",
        source: "residuals over 1.4826 times their median absolute deviation (that of runs of like size, if it is larger), \
                 against the quantile of a t distribution \
                 with 5 degrees of freedom at which 2 % of lawful tables raise an alarm",
    },
    is_dear: false,
    run,
};

/// Rows that lie far from a fitted law, farthest first.
pub(super) fn far(fit: &Fit) -> Outliers {
    let n = fit.residuals.len();
    outliers(&fit.residuals, &nearby(fit), RULE).unwrap_or_else(|| Outliers {
        rows: Vec::new(),
        sizes: vec![0.0; n],
        limit: f64::INFINITY,
    })
}

/// Deviation of the rows whose fitted values are nearest, in up to four blocks: small runs are often noisier than large
/// ones.
fn nearby(fit: &Fit) -> Vec<f64> {
    let n = fit.residuals.len();
    let blocks = (n / BLOCK).clamp(1, 4);
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| fit.fitted[*a].total_cmp(&fit.fitted[*b]));
    let mut out = vec![0.0; n];
    for block in order.chunks(n.div_ceil(blocks)) {
        let residuals: Vec<f64> = block.iter().map(|row| fit.residuals[*row]).collect();
        let spread = mad(&residuals);
        block.iter().for_each(|row| out[*row] = spread);
    }
    out
}

fn run(context: &Context<'_>) -> Option<Found> {
    let residuals = &context.fit.residuals;
    let n = residuals.len();
    let Outliers { rows: far, sizes, limit } = far(context.fit);
    let worst = far.first().map(|i| sizes[*i])?;
    let places: Vec<String> = far
        .iter()
        .take(5)
        .map(|i| {
            format!(
                "line {} ({:+.1} deviations)",
                context.observations.lines[*i],
                residuals[*i].signum() * sizes[*i]
            )
        })
        .collect();
    let more = if far.len() > 5 { format!(" and {} more", far.len() - 5) } else { String::new() };
    Some(Found {
        severity: if far.len() * 10 > n { Severity::Warning } else { Severity::Note },
        number: worst,
        threshold: limit,
        message: format!("{} of {n} runs: {}{more}", far.len(), places.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, power};

    /// Residuals whose median absolute deviation is one, on fitted values in the order of the rows.
    fn even(rows: usize) -> Fitted {
        let mut it = Fitted::new("log-log-line", power(rows, |row| 0.01 * (row % 3) as f64));
        it.fit.residuals = (0..rows).map(|row| (row % 3) as f64 - 1.0).collect();
        it.fit.fitted = (0..rows).map(|row| row as f64).collect();
        it
    }

    #[test]
    fn runs_of_like_size_have_their_own_deviation_in_blocks_of_fifteen() {
        let spreads = |rows: usize, blocks: usize| {
            let mut it = even(rows);
            let size = rows.div_ceil(blocks);
            for row in 0..rows {
                it.fit.residuals[row] *= (row / size + 1) as f64;
            }
            (nearby(&it.fit), (0..rows).map(|row| 1.4826 * (row / size + 1) as f64).collect::<Vec<f64>>())
        };
        for (rows, blocks) in [(14, 1), (29, 1), (30, 2), (45, 3), (120, 4)] {
            let (found, expected) = spreads(rows, blocks);
            assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-3), "{rows} rows: {found:?}");
            assert_eq!(found.len(), rows);
        }
    }

    #[test]
    fn blocks_go_by_the_fitted_value() {
        let mut it = even(30);
        for row in 0..30 {
            // Every other row lies in the upper half.
            it.fit.fitted[row] = (row / 2 + if row % 2 == 1 { 100 } else { 0 }) as f64;
            it.fit.residuals[row] = ((row / 2 % 3) as f64 - 1.0) * if row % 2 == 1 { 10.0 } else { 1.0 };
        }
        let found = nearby(&it.fit);
        assert!((found[0] - 1.4826).abs() < 1e-3 && (found[1] - 14.826).abs() < 1e-2, "{found:?}");
    }

    /// Forty residuals, so many of which lie fifty to one side.
    fn with(count: usize, side: f64) -> Found {
        let mut it = even(40);
        (0..count).for_each(|k| it.fit.residuals[2 + 3 * k] = 50.0 * side);
        it.found(&CHECK).unwrap()
    }

    #[test]
    fn outliers_are_listed_with_their_side_and_the_first_five_only() {
        assert!(even(40).found(&CHECK).is_none());
        // 50 over 1.4826.
        let one = with(1, 1.0);
        assert_eq!(one.message, "1 of 40 runs: line 3 (+33.7 deviations)");
        assert!((one.number - 50.0 / 1.4826).abs() < 0.01 && one.threshold > 4.0 && one.threshold < 12.0);
        assert!(with(1, -1.0).message.ends_with("line 3 (-33.7 deviations)"));
        assert!(with(5, 1.0).message.ends_with("line 15 (+33.7 deviations)"), "{}", with(5, 1.0).message);
        let eight = with(8, 1.0).message;
        assert!(eight.starts_with("8 of 40 runs") && eight.ends_with("deviations) and 3 more"), "{eight}");
    }

    #[test]
    fn more_than_a_tenth_of_the_runs_is_a_warning() {
        assert_eq!(with(4, 1.0).severity, Severity::Note);
        assert_eq!(with(5, 1.0).severity, Severity::Warning);
    }

    #[test]
    fn few_or_equal_residuals_have_no_outliers() {
        let mut it = even(40);
        it.fit.residuals = vec![0.0; 40];
        let found = far(&it.fit);
        assert!(found.rows.is_empty() && found.sizes == vec![0.0; 40] && found.limit == f64::INFINITY);
    }
}
