//! Were only the best points kept?

use super::context::{Direction, Linear, chance};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::quantity::Quantity;
use lawlike_num::stream::Stream;

/// Chance below which points are said to be chosen.
const LIMIT: f64 = 0.01;
/// Orders of the residuals that are tried.
const DRAWS: usize = 999;
/// After this many orders with as many records as observed the answer is clear.
const ENOUGH: usize = 30;
/// Keeps these streams apart from those of other uses.
const KEY: u64 = 0x7365_6c65_6374;

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
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    let observations = context.observations;
    let is_run = |q: Quantity| {
        matches!(q, Quantity::Date | Quantity::Compute(_) | Quantity::Parameters(_) | Quantity::Price)
    };
    if context.is_grouped() || !observations.axes.iter().any(|axis| is_run(axis.quantity)) {
        return None;
    }
    let linear = context.linear().filter(|linear| linear.rows.len() >= 8)?;
    let order = Direction::main(observations)?.order(&linear.rows);
    let series = Series::new(context, linear, &order)?;
    let (observed, n) = (series.records(&series.residuals), order.len());
    let (p, expected) = series.chance(observed);
    (p < LIMIT).then(|| Found {
        severity: Severity::Warning,
        number: p,
        threshold: LIMIT,
        message: format!(
            "{observed} of {n} points are the best so far; by the law and the scatter about it {expected:.0} would be \
             (chance {})",
            chance(p)
        ),
    })
}

/// Rows in their order, on the scale of the objective, better ones higher.
struct Series {
    fitted: Vec<f64>,
    residuals: Vec<f64>,
}

impl Series {
    fn new(context: &Context<'_>, linear: &Linear, order: &[usize]) -> Option<Self> {
        let fitted = context.prepared()?.target_of(&context.estimates());
        let fitted: Vec<f64> = order.iter().map(|place| fitted[linear.rows[*place]]).collect();
        let sign = (fitted.last()? - fitted.first()?).signum();
        let residual = |place: &usize| sign * context.fit.residuals[linear.rows[*place]];
        let residuals = order.iter().map(residual).collect();
        Some(Self { fitted: fitted.into_iter().map(|v| sign * v).collect(), residuals })
    }

    /// Points that are at least as good as all before.
    fn records(&self, residuals: &[f64]) -> usize {
        let mut best = f64::NEG_INFINITY;
        let mut count = 0;
        for (fitted, residual) in self.fitted.iter().zip(residuals) {
            let value = fitted + residual;
            if value >= best {
                best = value;
                count += 1;
            }
        }
        count
    }

    /// Chance of so many records if residuals come in any order, and how many are expected.
    fn chance(&self, observed: usize) -> (f64, f64) {
        let mut stream = Stream::keyed(0, &[KEY]);
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
