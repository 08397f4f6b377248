//! Do residuals follow one another along the main axis?

use super::context::{Direction, Serial, chance};
use super::{Check, CheckCard, Context, Found, Severity};

/// Chance below which neighbours are said to resemble one another.
const LIMIT: f64 = 0.01;
/// Standard errors that are too small by less than this factor are let pass.
const SMALL: f64 = 1.25;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "autocorrelation",
        title: "neighbouring runs err to the same side",
        says: "residuals follow one another along the axis: the law misses the shape of the curve, or the points are \
               not independent; they carry less than their number says, and standard errors are too small",
        caution: "it cannot tell the two apart; a misfit that is small beside the tolerance also shows where noise is tiny",
        hint: "trust the intervals of the back-test, not the standard errors; try a law with one more bend; if the points are \
               of several runs, name their column with --group",
        source: "Durbin & Watson 1950, 1971: exact moments for the design, beta distribution; 1 % of lawful tables fire",
    },
    is_dear: false,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    if context.is_grouped() {
        return None;
    }
    let linear = context.linear()?;
    let main = Direction::main(context.observations)?;
    let serial = Serial::new(linear, &[main.order(&linear.rows)])?;
    let inflation = serial.inflation();
    (serial.chance < LIMIT && inflation > SMALL).then(|| Found {
        severity: if inflation > 2.0 { Severity::Warning } else { Severity::Note },
        number: serial.chance,
        threshold: LIMIT,
        message: format!(
            "along {} neighbouring residuals correlate by {:.2} (chance {}): {} rows carry about as much as {:.0} \
             independent ones, and standard errors are too small by a factor of {:.1}",
            main.name,
            serial.correlation,
            chance(serial.chance),
            linear.rows.len(),
            (linear.rows.len() as f64 / inflation.powi(2)).max(1.0),
            inflation
        ),
    })
}

/// How many independent rows one row is worth.
pub(super) fn worth(context: &Context<'_>) -> f64 {
    let serial = || {
        let linear = context.linear()?;
        let main = Direction::main(context.observations)?;
        Serial::new(linear, &[main.order(&linear.rows)])
    };
    serial().map_or(1.0, |serial| serial.inflation().powi(-2).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, number_after, power};

    /// Runs of residuals of one sign: so many up, so many down, and so on.
    fn signs(rows: usize, up: usize, down: usize) -> Fitted {
        let sign = |row: usize| if row % (up + down) < up { 0.01 } else { -0.01 };
        Fitted::new("log-log-line", power(rows, sign))
    }

    #[test]
    fn a_third_is_a_note_and_four_fifths_are_a_warning() {
        // Of six neighbours four have one sign and two have not: 1/3; of twenty eighteen and two: 4/5.
        for (length, correlation, severity) in [(3, 1.0 / 3.0, Severity::Note), (10, 0.8, Severity::Warning)]
        {
            let it = signs(1200, length, length);
            let found = it.found(&CHECK).unwrap();
            assert_eq!(found.severity, severity, "{}", found.message);
            assert!(found.number < 0.01 && found.message.starts_with("along tokens "));
            assert!((number_after(&found.message, "correlate by ") - correlation).abs() < 0.02);
            let inflation = f64::sqrt((1.0 + correlation) / (1.0 - correlation));
            assert!(
                (number_after(&found.message, "by a factor of ") - inflation).abs() < 0.11,
                "{}",
                found.message
            );
            let rows = number_after(&found.message, "carry about as much as ");
            assert!((rows - 1200.0 / inflation.powi(2)).abs() < 4.0, "{}", found.message);
            assert!(found.message.contains(": 1200 rows carry"));
            assert!((worth(&it.context()) - inflation.powi(-2)).abs() < 0.02);
        }
    }

    #[test]
    fn a_correlation_is_named_if_it_is_both_certain_and_large() {
        assert!(signs(12, 3, 3).found(&CHECK).is_none(), "twelve rows could be chance");
        let mut stream = lawlike_num::stream::Stream::keyed(1, &[15]);
        let (mut noise, mut last) = (Vec::new(), 0.0);
        for _ in 0..800 {
            last = 0.16 * last + 0.01 * stream.normal();
            noise.push(last);
        }
        let weak = Fitted::new("log-log-line", power(800, |row| noise[row]));
        let context = weak.context();
        let linear = context.linear().unwrap();
        let serial = Serial::new(linear, &[(0..linear.rows.len()).collect()]).unwrap();
        // The root of 1.2195/0.7805 is 1.25.
        assert!(serial.correlation < 0.2195 && serial.chance < LIMIT, "{serial:?}");
        assert!(weak.found(&CHECK).is_none(), "standard errors are too small by less than a quarter");
    }

    #[test]
    fn opposite_neighbours_are_worth_no_more_than_one_each_and_groups_are_not_looked_at() {
        assert_eq!(worth(&signs(60, 1, 1).context()), 1.0);
        let mut it = signs(120, 10, 10);
        it.observations.groups = (0..120).map(|row| row / 2).collect();
        assert!(it.found(&CHECK).is_none());
    }
}
