//! Does the answer depend on choices that could as well have been made otherwise?

use super::context::{Direction, Far};
use super::{Check, CheckCard, Context, Found, Severity, outliers};
use crate::fit::{self, Effort, Objective, Prepared};
use crate::law::Law;
use crate::quantity::Quantity;
use lawlike_num::quantile::mad;
use lawlike_num::robust::Loss;

/// Half widths of the interval that the forecast may move by.
const LIMIT: f64 = 1.0;
/// A change of the forecast matters from this share of the tolerance on.
const MATERIAL: f64 = 0.5;
/// A law fits as well if its corrected information criterion is at most this much larger (Burnham & Anderson 2002).
const SUPPORT: f64 = 2.0;
/// A larger law must be better by this much.
const DEMAND: f64 = 6.0;
/// Laws that stand for one another, by the columns that they need.
const NEIGHBOURS: [&[&str]; 2] =
    [&["power-floor", "power", "bnsl"], &["chinchilla", "skaling", "kaplan-floor"]];
/// Least rows for each parameter when rows are left out.
const LEAST_ROWS_A_PARAMETER: usize = 2;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "specification",
        title: "the forecast depends on the specification",
        says: "with another objective, without the smallest tenth of the runs, without outliers or with a neighbouring law \
               that fits as well, the forecast ten times beyond the largest run moves by more than its interval allows",
        caution: "choices are not equally good: least squares follow outliers, and small runs may be of another regime",
        hint: "report the range over the specifications instead of one interval; find the runs that make the difference",
        source: "specification curve (Simonsohn, Simmons & Nelson 2020); specifications of the same law leave the 95 % interval of \
                 the fit, other laws the wider of both intervals, by at least half of the error that counts as right",
    },
    is_dear: true,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    let far = context.far().filter(|far| far.half > 0.0)?;
    let mut others = same_law(context, far);
    others.extend(neighbours(context, far));
    let size = |other: &Other| (other.forecast - far.value).abs() / other.half;
    let worst = others.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let moved = size(worst);
    let (lo, hi) = others
        .iter()
        .fold((far.value, far.value), |(lo, hi), other| (lo.min(other.forecast), hi.max(other.forecast)));
    let is_material = (worst.forecast - far.value).abs() > MATERIAL * far.tolerance;
    (moved > LIMIT && is_material).then(|| Found {
        severity: Severity::Warning,
        number: moved,
        threshold: LIMIT,
        message: format!(
            "{} specifications put the forecast {} between {} and {}; the fit says {}, its 95 % interval {} to {}. \
             Farthest off: {}, {}",
            others.len() + 1,
            far.place,
            far.show(lo),
            far.show(hi),
            far.show(far.value),
            far.show(far.value - far.half),
            far.show(far.value + far.half),
            worst.words,
            far.show(worst.forecast)
        ),
    })
}

/// Another way to specify the fit.
struct Other {
    words: String,
    /// Forecast on the scale of the response.
    forecast: f64,
    /// What the forecast may be off by: half the width of the wider interval.
    half: f64,
}

/// The same law under other objectives and on fewer rows.
fn same_law(context: &Context<'_>, far: &Far) -> Vec<Other> {
    let Some(base) = context.prepared() else { return Vec::new() };
    let estimates = context.estimates();
    let delta = 1.345 * mad(&context.fit.residuals);
    let own = base.objective();
    let losses = [Loss::Squares, Loss::Huber(delta), Loss::Absolute];
    let objectives = losses.into_iter().filter(|loss| *loss != own.loss).chain([own.loss]);
    let prepared = |loss| {
        let objective = Objective { loss, ..own };
        let options = context.options.clone().with_objective(objective);
        Some((objective, Prepared::new(context.law, context.observations, &options).ok()?))
    };
    let objectives: Vec<(Objective, Prepared)> = objectives.filter_map(prepared).collect();
    let mut others = Vec::new();
    for (rows, weights) in row_sets(context) {
        for (objective, prepared) in &objectives {
            if *objective == own && rows.is_empty() {
                continue;
            }
            let solution = prepared.solve_near(&estimates, &weights);
            if let Some(forecast) = far.forecast(context, &solution.parameters).filter(|_| solution.converged)
            {
                others.push(Other { words: format!("{objective}{rows}"), forecast, half: far.half });
            }
        }
    }
    others
}

/// Rows that may be left out, in words, and the weights that do it.
fn row_sets(context: &Context<'_>) -> Vec<(&'static str, Vec<f64>)> {
    let n = context.observations.n();
    let mut given = vec![1.0; n];
    if let Some(prepared) = context.prepared() {
        given.iter_mut().zip(prepared.weights()).for_each(|(weight, known)| *weight = *known);
    }
    let least = LEAST_ROWS_A_PARAMETER * context.free().len();
    let without = |rows: &[usize]| {
        let mut weights = given.clone();
        rows.iter().for_each(|row| weights[*row] = 0.0);
        (!rows.is_empty() && n - rows.len() >= least).then_some(weights)
    };
    let every: Vec<usize> = (0..n).collect();
    let order = Direction::main(context.observations).map_or_else(Vec::new, |main| main.order(&every));
    let smallest = &order[..order.len() / 10];
    let is_dates = context.observations.axes.iter().all(|axis| axis.quantity == Quantity::Date);
    let words =
        if is_dates { " without the earliest tenth" } else { " without the smallest tenth of the runs" };
    let outliers = outliers::far(context.fit).rows;
    let mut sets = vec![("", given.clone())];
    sets.extend(without(smallest).map(|weights| (words, weights)));
    sets.extend(without(&outliers).map(|weights| (" without outliers", weights)));
    sets
}

/// Laws that fit as well.
fn neighbours(context: &Context<'_>, far: &Far) -> Vec<Other> {
    let free = context.options.fix.is_empty() && context.options.bound.is_empty();
    let Some(list) = NEIGHBOURS.iter().find(|list| free && list.contains(&context.law.id.as_str())) else {
        return Vec::new();
    };
    let Some(rows) = context.linear().map(|linear| &linear.rows) else { return Vec::new() };
    // Rows of a group count as one.
    let n = context.observations.group_count().min(rows.len()) as f64;
    let support = |residuals: &[f64], parameters: usize| {
        let sum: f64 = rows.iter().map(|row| residuals[*row].powi(2)).sum();
        Support::new(n, sum / rows.len() as f64, parameters)
    };
    let base = support(&context.fit.residuals, context.free().len());
    let other = |id: &&str| -> Option<Other> {
        let law = Law::named(id).ok()?;
        let prepared = Prepared::new(&law, context.observations, context.options).ok()?;
        let quick = prepared.solve(prepared.weights(), Effort::Quick).parameters;
        if !support(&prepared.at(&quick).residuals, quick.len()).is_as_good_as(&base) {
            return None;
        }
        let start = prepared.parameters().iter().cloned().zip(quick).collect();
        let options = fit::FitOptions { start, ..context.options.clone() };
        let fit = fit::fit(&law, context.observations, &options).ok()?;
        let other = Context::new(&law, context.observations, context.options, &fit);
        let its = other.far().filter(|its| its.half.is_finite())?;
        let half = its.half.max(far.half);
        Some(Other { words: format!("law {id}"), forecast: its.value, half })
    };
    list.iter().filter(|id| **id != context.law.id).filter_map(other).collect()
}

/// How well a law is supported by the runs.
struct Support {
    /// Information criterion, corrected for few rows.
    criterion: f64,
    parameters: usize,
}

impl Support {
    fn new(n: f64, mean_square: f64, parameters: usize) -> Self {
        // The noise is a parameter as well.
        let p = parameters as f64 + 1.0;
        let correction = if n > p + 1.0 { 2.0 * p * (p + 1.0) / (n - p - 1.0) } else { f64::INFINITY };
        Self { criterion: n * mean_square.ln() + 2.0 * p + correction, parameters }
    }

    /// A larger law nearly always fits as well and says something only if the runs ask for it.
    fn is_as_good_as(&self, base: &Self) -> bool {
        let least = if self.parameters > base.parameters { -DEMAND } else { SUPPORT };
        self.criterion <= base.criterion + least
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hurvich and Tsai 1989: n ln(s2) + 2p + 2p(p + 1)/(n - p - 1).
    #[test]
    fn support_is_the_corrected_criterion_and_larger_laws_must_be_asked_for() {
        let support = Support::new(10.0, 2.0, 3);
        assert!(
            (support.criterion - (10.0 * 2f64.ln() + 8.0 + 40.0 / 5.0)).abs() < 1e-12,
            "{}",
            support.criterion
        );
        assert_eq!(Support::new(5.0, 2.0, 3).criterion, f64::INFINITY);
        let with = |criterion: f64, parameters: usize| Support { criterion, parameters };
        let base = with(0.0, 3);
        assert!(with(SUPPORT, 3).is_as_good_as(&base) && !with(SUPPORT + 0.01, 3).is_as_good_as(&base));
        assert!(with(-DEMAND, 4).is_as_good_as(&base) && !with(-DEMAND + 0.01, 4).is_as_good_as(&base));
    }

    use crate::check::tests::fitted::{Fitted, is_near, losses, number_after, power, sizes};

    fn uneven(row: usize) -> f64 {
        0.01 * [1.0, -1.0, 0.4, -0.6, 0.2][row * row % 7 % 5]
    }

    #[test]
    fn a_tenth_of_the_smallest_runs_and_outliers_may_be_left_out() {
        let mut data = power(40, uneven);
        data.weights = (0..40).map(|row| 1.0 + f64::from(u8::from(row == 20))).collect();
        let reversed: Vec<usize> = (0..40).rev().collect();
        let mut it = Fitted::new("log-log-line", data.select(&reversed));
        it.fit.residuals[30] = 1.0;
        let sets = row_sets(&it.context());
        let words: Vec<&str> = sets.iter().map(|(words, _)| *words).collect();
        assert_eq!(words, ["", " without the smallest tenth of the runs", " without outliers"]);
        assert_eq!(sets[0].1, it.observations.weights);
        let left_out = |set: usize| (0..40).filter(|row| sets[set].1[*row] == 0.0).collect::<Vec<usize>>();
        assert_eq!((left_out(1), left_out(2)), (vec![36, 37, 38, 39], vec![30]));
        assert_eq!(sets[1].1[19], 2.0);
    }

    #[test]
    fn two_rows_a_parameter_must_be_left() {
        let mut it = Fitted::new("log-log-line", power(20, uneven));
        let mut sets = |parameters: usize| {
            it.fit.parameters = vec![it.fit.parameters[0].clone(); parameters];
            row_sets(&it.context()).len()
        };
        assert_eq!((sets(2), sets(9), sets(10)), (2, 2, 1), "eighteen rows are left");
        let mut dated = power(20, uneven);
        dated.axes[0] =
            crate::observations::Column::new("t", Quantity::Date, (0..20).map(f64::from).collect());
        let it = Fitted::new("A*exp(r*t)", dated);
        assert_eq!(row_sets(&it.context())[1].0, " without the earliest tenth");
    }

    #[test]
    fn the_same_law_is_fitted_with_three_losses_on_every_set_of_rows() {
        let it = Fitted::new("log-log-line", power(40, uneven));
        let context = it.context();
        let found = same_law(&context, context.far().unwrap());
        let words: Vec<&str> = found.iter().map(|other| other.words.split(':').next().unwrap()).collect();
        assert_eq!(words[..2], ["huber-log", "lad"]);
        assert_eq!((found.len(), words[4]), (5, "log-ls without the smallest tenth of the runs"));
        let delta = number_after(&found[0].words, "huber-log:");
        assert!(is_near(delta, 1.345 * mad(&it.fit.residuals), 1e-9), "{delta}");
        // Least squares through the other 36 rows, ten times beyond the last one.
        let logs = |values: &[f64]| values[4..].iter().map(|v| v.ln()).collect::<Vec<f64>>();
        let (x, y) = (logs(&it.observations.axes[0].values), logs(&it.observations.response.values));
        let line = lawlike_num::regression::line(&x, &y).unwrap().coefficients;
        assert!((found[4].forecast - line[0] - line[1] * 1e12f64.ln()).abs() < 1e-6);
    }

    /// The first three runs lie above the law by so much.
    fn with_early_runs(above: f64, noise: f64) -> Fitted {
        let tokens = sizes(40);
        let early = |row: usize| if row < 3 { above } else { 0.0 };
        let law = |x: f64| 3.0 * (x / 1e7).powf(-0.2);
        let loss =
            tokens.iter().enumerate().map(|(row, x)| law(*x) * (early(row) + noise * uneven(row)).exp());
        let loss = loss.collect();
        Fitted::new("log-log-line", losses(tokens, loss))
    }

    #[test]
    fn the_farthest_specification_is_told_in_half_widths_of_the_interval() {
        let it = with_early_runs(0.08, 0.3);
        let context = it.context();
        let (found, far) = (it.found(&CHECK).unwrap(), context.far().unwrap());
        let others = same_law(&context, far);
        let sizes = others.iter().map(|other| (other.forecast - far.value).abs() / far.half);
        assert!(is_near(found.number, sizes.fold(0.0, f64::max), 1e-9) && found.number > 1.0);
        let count = number_after(&found.message, "");
        assert_eq!(count as usize, others.len() + 1, "{}", found.message);
        let lowest = others.iter().map(|other| other.forecast).fold(far.value, f64::min).exp();
        let highest = others.iter().map(|other| other.forecast).fold(far.value, f64::max).exp();
        assert!(is_near(number_after(&found.message, "between "), lowest, 3e-3), "{}", found.message);
        assert!(is_near(number_after(&found.message, " and "), highest, 3e-3), "{}", found.message);
        let low = number_after(&found.message, "95 % interval ");
        assert!(is_near(low, (far.value - far.half).exp(), 3e-3), "{}", found.message);
        assert!(is_near(number_after(&found.message, " to "), (far.value + far.half).exp(), 3e-3));
    }

    #[test]
    fn a_change_of_less_than_one_per_cent_of_a_loss_is_let_pass() {
        let it = with_early_runs(0.004, 0.015);
        let context = it.context();
        let far = context.far().unwrap();
        let moved = |other: &Other| (other.forecast - far.value).abs();
        let most = same_law(&context, far).iter().map(moved).fold(0.0, f64::max);
        assert!(most > far.half && most < 0.01, "{most} beside {}", far.half);
        assert!(it.found(&CHECK).is_none());
    }

    #[test]
    fn neighbours_are_laws_that_fit_as_well_where_nothing_is_held() {
        let tokens = sizes(40);
        let loss = |row: usize, x: f64| 3.0 * (x / 1e7).powf(-0.2) * uneven(row).exp();
        let data = losses(tokens.clone(), tokens.iter().enumerate().map(|(row, x)| loss(row, *x)).collect());
        let it = Fitted::new("power-floor", data.clone());
        let context = it.context();
        let found = neighbours(&context, context.far().unwrap());
        let words: Vec<&str> = found.iter().map(|other| other.words.as_str()).collect();
        assert_eq!(words, ["law power"], "a smaller law that fits as well; a larger one is not asked for");
        let power = Fitted::new("power", data.clone());
        let its = power.context();
        assert!(is_near(found[0].forecast, its.far().unwrap().value, 1e-6));
        let widest = its.far().unwrap().half.max(context.far().unwrap().half);
        assert!(is_near(found[0].half, widest, 1e-3), "{}", found[0].half);
        let options = crate::fit::FitOptions { fix: vec![("E".to_owned(), 0.0)], ..Default::default() };
        let held = Fitted::with("power-floor", data, options);
        let context = held.context();
        assert!(neighbours(&context, context.far().unwrap()).is_empty());
    }
}
