//! Were only the best points kept?

use super::context::{Direction, Linear, chance};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::quantity::Quantity;
use lawlike_num::stream::Stream;

/// Chance below which points are said to be chosen.
const LIMIT: f64 = 0.01;
/// Share of the points that are the best so far where the others are gone.
const NEARLY_ALL: f64 = 0.75;
/// Fewest points that can tell.
const LEAST_POINTS: usize = 8;
/// Orders of the residuals that are tried.
const DRAWS: usize = 999;
/// After this many orders with as many records as observed the answer is clear.
const ENOUGH: usize = 30;
/// Keeps these streams apart from those of other uses.
const SELECTION_STREAM: u64 = 0x7365_6c65_6374;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "selection",
        title: "only the best points seem to be kept",
        says: "nearly every point is the best so far, far more often than the scatter about the law allows: a frontier \
               picked by its outcome. Its scatter is too small, and it rises faster than the runs it was picked from",
        caution: "points of one smooth curve are the best so far without any choice",
        hint: "audit all runs, not the frontier; if the frontier is what the claim is about, say so and widen the intervals",
        source: "number of records against 999 orders of the residuals about the fitted law; 1 % of lawful tables fire. \
                 On outcome selection: Heckman 1979",
    },
    is_dear: false,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    // Along other axes the points of a smooth curve are the best so far without any choice.
    let [axis] = context.observations.axes.as_slice() else { return None };
    let is_run = matches!(axis.quantity, Quantity::Date | Quantity::Compute(_) | Quantity::Parameters(_));
    if context.is_grouped() || !is_run {
        return None;
    }
    let linear = context.linear().filter(|linear| linear.rows.len() >= LEAST_POINTS)?;
    let series = Series::new(context, linear)?;
    let (observed, n) = (series.records(&series.residuals), linear.rows.len());
    if (observed as f64) < NEARLY_ALL * n as f64 {
        return None;
    }
    let (p, expected) = series.chance(observed);
    (p < LIMIT).then(|| Found {
        severity: Severity::Warning,
        number: p,
        threshold: LIMIT,
        message: format!(
            "{observed} of {n} points are the best so far along {}; by the law and the scatter about it {expected:.0} would \
             be (chance {})",
            axis.name,
            chance(p)
        ),
    })
}

/// Rows in their order, on the scale of the objective, better ones higher.
struct Series {
    /// Rows at the same place, by the number of the place.
    place: Vec<usize>,
    fitted: Vec<f64>,
    residuals: Vec<f64>,
}

impl Series {
    fn new(context: &Context<'_>, linear: &Linear) -> Option<Self> {
        let main = Direction::main(context.observations)?;
        let order: Vec<usize> =
            main.order(&linear.rows).into_iter().map(|place| linear.rows[place]).collect();
        let fitted = context.prepared()?.target_of(&context.estimates());
        let sign = (fitted[*order.last()?] - fitted[*order.first()?]).signum();
        let mut place = vec![0; order.len()];
        for k in 1..order.len() {
            place[k] = place[k - 1] + usize::from(main.values[order[k]] > main.values[order[k - 1]]);
        }
        let pick = |values: &[f64]| order.iter().map(|row| sign * values[*row]).collect();
        Some(Self { place, fitted: pick(&fitted), residuals: pick(&context.fit.residuals) })
    }

    /// Points that are at least as good as all at earlier places.
    fn records(&self, residuals: &[f64]) -> usize {
        let (mut before, mut best) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        let mut count = 0;
        for (k, (fitted, residual)) in self.fitted.iter().zip(residuals).enumerate() {
            if k > 0 && self.place[k] > self.place[k - 1] {
                before = best;
            }
            best = best.max(fitted + residual);
            count += usize::from(fitted + residual >= before);
        }
        count
    }

    /// Chance of so many records if residuals come in any order, and how many are expected.
    fn chance(&self, observed: usize) -> (f64, f64) {
        let mut stream = Stream::keyed(0, &[SELECTION_STREAM]);
        let mut residuals = self.residuals.clone();
        let (mut as_many, mut total, mut draws) = (0, 0, 0);
        while draws < DRAWS && as_many < ENOUGH {
            stream.shuffle(&mut residuals);
            let records = self.records(&residuals);
            as_many += usize::from(records >= observed);
            total += records;
            draws += 1;
        }
        ((as_many + 1) as f64 / (draws + 1) as f64, total as f64 / draws as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, number_after, power};

    /// Compute against a loss that falls a little, with the residual of each row.
    fn runs(rows: usize, slope: f64, residual: impl Fn(usize) -> f64) -> Fitted {
        let mut data = power(rows, residual);
        data.axes[0].quantity = Quantity::Compute(crate::quantity::ComputeCount::Reported);
        let axis = data.axes[0].values.clone();
        data.response.values.iter_mut().zip(axis).for_each(|(y, x)| *y *= (x / 1e7).powf(0.2 + slope));
        Fitted::new("log-log-line", data)
    }

    fn series(it: &Fitted) -> Series {
        let context = it.context();
        Series::new(&context, context.linear().unwrap()).unwrap()
    }

    #[test]
    fn records_are_at_least_as_good_as_all_at_earlier_places() {
        let records_in = |place: &[usize], fitted: &[f64], residuals: &[f64]| {
            Series { place: place.to_vec(), fitted: fitted.to_vec(), residuals: Vec::new() }
                .records(residuals)
        };
        // 1, 3, 2, 3, 4: all but the third.
        assert_eq!(
            records_in(&[0, 1, 2, 3, 4], &[1.0, 2.0, 3.0, 4.0, 5.0], &[0.0, 1.0, -1.0, -1.0, -1.0]),
            4
        );
        // At one place all that beat what came before count: 1; 3, 2; 2.
        assert_eq!(records_in(&[0, 1, 1, 2], &[1.0, 2.0, 2.0, 2.0], &[0.0, 1.0, 0.0, 0.0]), 3);
        assert_eq!(records_in(&[0, 0], &[2.0, 1.0], &[0.0, 0.0]), 2);
    }

    #[test]
    fn rows_are_put_in_order_with_the_better_ones_higher() {
        let mut it = runs(10, -0.01, |row| 0.01 * (row % 3) as f64);
        let rows = [9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8];
        it = Fitted::new("log-log-line", it.observations.select(&rows));
        let found = series(&it);
        assert_eq!(found.place, [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 9]);
        // The loss falls: what is better lies lower, and is turned over.
        for (k, row) in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0].into_iter().enumerate() {
            assert!((found.residuals[k] + it.fit.residuals[row]).abs() < 1e-9);
            assert!((found.fitted[k] + it.fit.fitted[row].ln()).abs() < 1e-9);
        }
    }

    #[test]
    fn the_chance_of_records_is_that_of_any_order() {
        // Flat, four different residuals: of 24 orders one has four records, and records are 1 + 1/2 + 1/3 + 1/4 on average.
        let flat = |observed: usize| {
            let residuals = vec![0.1, 0.2, 0.3, 0.4];
            Series { place: vec![0, 1, 2, 3], fitted: vec![0.0; 4], residuals }.chance(observed)
        };
        let (four, expected) = flat(4);
        assert!(
            (four - 1.0 / 24.0).abs() < 0.02 && (expected - 25.0 / 12.0).abs() < 0.1,
            "{four} {expected}"
        );
        // Three or more have 7 of 24; after thirty such draws it is clear.
        let (three, _) = flat(3);
        assert!((three - 7.0 / 24.0).abs() < 0.12, "{three}");
        assert!((31.0 / three - (31.0 / three).round()).abs() < 1e-9, "thirty draws and one");
        assert!((flat(1).0 - 1.0).abs() < 1e-12 && (flat(5).0 - 0.001).abs() < 1e-12);
    }

    /// A staircase: no run is worse than the one before it, and every fourth is better by much.
    fn frontier(row: usize) -> f64 {
        -0.08 * (row / 4) as f64
    }

    #[test]
    fn a_frontier_is_told_by_its_records() {
        let it = runs(24, -0.01, frontier);
        let found = it.found(&CHECK).unwrap();
        let all = series(&it);
        let observed = all.records(&all.residuals);
        assert!(found.message.starts_with(&format!("{observed} of 24 points")), "{}", found.message);
        assert!(found.number < LIMIT && found.message.contains("best so far along tokens"));
        let (_, expected) = all.chance(observed);
        assert!(
            (number_after(&found.message, "scatter about it ") - expected).abs() <= 0.5,
            "{}",
            found.message
        );
    }

    #[test]
    fn only_single_runs_that_are_many_and_nearly_all_records_are_looked_at() {
        let stairs = |rows: usize| runs(rows, -0.01, frontier);
        let mut it = stairs(24);
        it.observations.axes[0].quantity = Quantity::Tokens(crate::quantity::TokenCount::Seen);
        assert!(it.found(&CHECK).is_none(), "checkpoints of one curve");
        let mut it = stairs(24);
        it.observations.groups[1] = 0;
        assert!(it.found(&CHECK).is_none(), "rows that belong together");
        assert!(runs(24, -0.01, |row| 0.05 * (row % 2) as f64).found(&CHECK).is_none(), "half are records");
        assert!(runs(24, -0.2, |row| 0.001 * (row % 2) as f64).found(&CHECK).is_none(), "a smooth curve");
    }
}
