//! Does growth end, or go on?

use super::context::{Asymptote, Direction, Far, chance, significant};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::ensemble::Profile;
use crate::observations::Points;
use lawlike_num::dense::{Matrix, Qr};
use lawlike_num::dist;
use lawlike_num::kernel::dot;

/// Chance below which growth is said to slow down.
const LIMIT: f64 = 0.01;
/// How many times as much as was seen a response without an end may still grow before its ceiling is out of sight.
const IN_SIGHT: f64 = 10.0;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "saturation",
        title: "an end of growth that the law does not know, or that the data do not show",
        says: "a law without an end is fitted to data whose progress slows down; or a law with a ceiling is fitted to data \
               that allow other ceilings as well, with other forecasts",
        caution: "progress that has not slowed down yet may still end just beyond the data: no runs can exclude it",
        hint: "compare a law with a floor or ceiling (power-floor, log-sigmoid) with one without, and give both forecasts",
        source: "no end: one-sided t test of curvature along the axis, 1 %; ceiling: 95 % set by profile, up to the \
                 end of the scale or ten times the growth seen, whose ends differ in the forecast by more than the error that \
                 counts as right",
    },
    is_dear: false,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    match Asymptote::of(context) {
        Some(limit) if limit.is_ceiling && limit.held.is_none() => open_ceiling(context, &limit),
        Some(_) => None,
        None => slowing(context),
    }
}

/// Ceilings that fit as well, up to the end of the scale. Where the scale has none, growth by ten times as much as was seen is in
/// sight: a ceiling above that is none, wherever the likelihood ends.
fn open_ceiling(context: &Context<'_>, ceiling: &Asymptote) -> Option<Found> {
    let far = context.far()?;
    let set = ceiling.profile(context)?;
    let (lo, hi) = context.observations.response.range();
    let highest = if context.observations.is_share() { 1.0 } else { hi + IN_SIGHT * (hi - lo) };
    if set.interval.hi < highest {
        return None;
    }
    let says = |value: f64| ceiling.forecast(context, value, &far.points).map(|v| far.on_scale(v));
    let forecasts = (says(set.interval.lo)?, says(highest)?);
    let spread = (forecasts.1 - forecasts.0).abs();
    (spread > far.tolerance).then(|| Found {
        severity: Severity::Warning,
        number: spread,
        threshold: far.tolerance,
        message: unseen(far, &set, highest, forecasts),
    })
}

fn unseen(far: &Far, set: &Profile, highest: f64, forecasts: (f64, f64)) -> String {
    format!(
        "the runs allow any ceiling `{}` from {} to {} (95 %, best {}): an end near the data and growth that goes on \
         cannot be told apart; {} the forecast is {} or {}",
        set.name,
        significant(set.interval.lo),
        significant(highest),
        significant(set.interval.value),
        far.place,
        far.show(forecasts.0),
        far.show(forecasts.1)
    )
}

/// Progress that slows down under a law that goes on for ever.
fn slowing(context: &Context<'_>) -> Option<Found> {
    let [_] = context.observations.axes.as_slice() else { return None };
    let axis = Direction::main(context.observations)?;
    let linear = context.linear().filter(|_| goes_on(context))?;
    let order = axis.order(&linear.rows);
    let middle = axis.values[linear.rows[order[order.len() / 2]]];
    let bend: Vec<f64> = axis.values.iter().map(|v| (v - middle).max(0.0)).collect();
    let unseen = linear.beyond(&bend);
    let (size, along) = (dot(&unseen, &unseen), dot(&unseen, &linear.residuals));
    let rest = (linear.sum() - along * along / size) / (linear.dof - 1) as f64;
    let (early, late) = slopes(context, &axis, &bend)?;
    let t = -(early + late).signum() * along / (rest * size).sqrt();
    let p = dist::student_cdf(-t, (linear.dof - 1) as f64);
    (p < LIMIT).then(|| Found {
        severity: Severity::Warning,
        number: p,
        threshold: LIMIT,
        message: format!(
            "progress slows down, which the law does not: per {} the slope is {} up to {} = {} and {} beyond (chance {})",
            if axis.is_log { "factor e in the axis" } else { "unit of the axis" },
            significant(early),
            axis.name,
            axis.show(middle),
            significant(late),
            chance(p)
        ),
    })
}

/// Whether the law still moves where all data are infinitely far behind.
fn goes_on(context: &Context<'_>) -> bool {
    let at = |times: f64| -> Option<f64> {
        let mut points: Points = context.observations.points().select(&[0]);
        points.columns[0].values[0] *= times;
        context.prepared()?.model().predict(&context.estimates(), &points).ok()?.first().copied()
    };
    match (at(1e50), at(1e100)) {
        (Some(near), Some(far)) => !((near - far).abs() <= 1e-3 * near.abs()),
        _ => false,
    }
}

/// Slopes before and after a bend by least squares, on the scale of the objective.
fn slopes(context: &Context<'_>, axis: &Direction, bend: &[f64]) -> Option<(f64, f64)> {
    let target = context.prepared()?.target();
    let columns = [vec![1.0; bend.len()], axis.values.clone(), bend.to_vec()];
    let found = Qr::new(Matrix::from_columns(&columns)).solve(target);
    Some((found[1], found[1] + found[2]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, is_near, number_after, power, sizes};
    use crate::observations::{Column, Observations};
    use crate::quantity::{Quantity, TokenCount};
    use lawlike_num::regression::{Regression, regress};

    /// A response over tokens by the logarithm of their ratio to the smallest, with a residual to either side.
    fn table(quantity: Quantity, noise: f64, of: impl Fn(f64) -> f64) -> Observations {
        let tokens = sizes(30);
        let sides = [1.0, -1.0, 0.5, -0.5, 0.2];
        let y =
            tokens.iter().enumerate().map(|(row, x)| of((x / 1e7).ln()) + noise * sides[row * row % 7 % 5]);
        let response = Column::new("y", quantity, y.collect());
        let axis = Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens);
        Observations::new(response, vec![axis]).unwrap()
    }

    fn sigmoid(at: f64) -> f64 {
        1.0 / (1.0 + (-at).exp())
    }

    #[test]
    fn growth_goes_on_if_the_law_moves_where_all_data_are_far_behind() {
        let goes = |law: &str, of: &dyn Fn(f64) -> f64| {
            let it = Fitted::new(law, table(Quantity::Accuracy, 0.0, of));
            goes_on(&it.context())
        };
        assert!(goes("A*x^b", &|at| 0.1 * (0.1 * at).exp()) && goes("A*x^-c", &|at| 0.9 * (-0.1 * at).exp()));
        assert!(!goes("2*a/(1 + b*x^-c)", &|at| 0.8 * sigmoid(at - 2.0)));
        // Between 1e50 and 1e100 a line moves by 115 times its slope: one part in a thousand counts.
        assert!(goes("a + b*ln(x/1e7)", &|at| 0.5 + 8e-6 * at));
        assert!(!goes("a + b*ln(x/1e7)", &|at| 0.5 + 3.5e-6 * at));
    }

    /// The line that bends at the middle run, by least squares on the scale of the objective.
    fn bent(it: &Fitted) -> Regression {
        let logs: Vec<f64> = it.observations.axes[0].values.iter().map(|x| x.ln()).collect();
        let bend = logs.iter().map(|x| (x - logs[15]).max(0.0)).collect();
        let target = it.context().prepared().unwrap().target().to_vec();
        regress(&[vec![1.0; 30], logs, bend], &target).unwrap()
    }

    #[test]
    fn progress_that_slows_down_is_told_by_a_one_sided_t_test() {
        let falls = |bend: f64| {
            power(30, move |row| bend * (row as f64 - 15.0).max(0.0) + 0.02 * [1.0, -1.0, 0.3][row % 3])
        };
        let rises = |bend: f64| {
            table(Quantity::Accuracy, 0.01, move |at| 0.1 + 0.05 * at - bend * (at - 4.76).max(0.0))
        };
        for it in [Fitted::new("A*x^b", falls(0.03)), Fitted::new("a + b*ln(x)", rises(0.02))] {
            let (found, fit) = (it.found(&CHECK).unwrap(), bent(&it));
            let t = (fit.coefficients[2] / fit.errors[2]).abs();
            assert!(is_near(found.number, dist::student_cdf(-t, 27.0), 1e-6), "{}", found.number);
            assert!(found.number < 0.01 && found.message.contains("per factor e in the axis"));
            let (early, late) = (fit.coefficients[1], fit.coefficients[1] + fit.coefficients[2]);
            let shown = (number_after(&found.message, "slope is "), number_after(&found.message, " and "));
            assert!((shown.0 - early).abs() < 6e-4 && (shown.1 - late).abs() < 6e-4, "{}", found.message);
        }
        assert!(Fitted::new("A*x^b", falls(-0.03)).found(&CHECK).is_none(), "faster and faster");
        assert!(Fitted::new("a + b*ln(x)", rises(-0.02)).found(&CHECK).is_none(), "faster and faster");
        assert!(Fitted::new("A*x^b", falls(0.0)).found(&CHECK).is_none(), "straight");
    }

    #[test]
    fn a_ceiling_is_open_while_the_whole_scale_above_the_data_is_allowed() {
        let rising_at = |shift: f64| {
            Fitted::new(
                "log-sigmoid",
                table(Quantity::Accuracy, 0.01, move |at| 0.1 + 0.7 * sigmoid(at - shift)),
            )
        };
        let open = rising_at(11.0);
        let (context, found) = (open.context(), open.found(&CHECK).unwrap());
        assert!(number_after(&found.message, " to ") == 1.0 && found.threshold == 0.05, "{}", found.message);
        let (far, limit) = (context.far().unwrap(), Asymptote::of(&context).unwrap());
        let lowest = limit.profile(&context).unwrap().interval.lo;
        let says = |value: f64| limit.forecast(&context, value, &far.points).unwrap();
        assert!(is_near(found.number, says(1.0) - says(lowest), 1e-6), "{}", found.number);
        assert!(is_near(number_after(&found.message, " from "), lowest, 4e-3), "{}", found.message);
        let closed = rising_at(4.0);
        let set = Asymptote::of(&closed.context()).unwrap().profile(&closed.context()).unwrap();
        assert!(set.interval.hi < 0.9 && closed.found(&CHECK).is_none(), "{:?}", set.interval);
    }

    #[test]
    fn a_response_without_a_scale_may_rise_for_ever() {
        let rising_at = |shift: f64| {
            Fitted::new(
                "log-sigmoid",
                table(Quantity::Rating, 1.0, move |at| 600.0 + 900.0 * sigmoid(at - shift)),
            )
        };
        let (open, closed) = (rising_at(12.0), rising_at(4.0));
        let set = Asymptote::of(&open.context()).unwrap().profile(&open.context()).unwrap();
        assert!(set.interval.hi == f64::INFINITY && !set.closed.1, "{:?}", set.interval);
        let found = open.found(&CHECK).unwrap();
        assert!(found.number > 25.0 && found.threshold == 25.0, "{}", found.message);
        assert!(closed.found(&CHECK).is_none());
        // From some 600 by little more than 600 in sight: ten times as much as was seen.
        let (lo, hi) = open.observations.response.range();
        let shown = number_after(&found.message, " to ");
        assert!(is_near(shown, hi + 10.0 * (hi - lo), 1e-3), "{}", found.message);
        // A likelihood that ends far out of sight closes nothing.
        let far = rising_at(12.5);
        let set = Asymptote::of(&far.context()).unwrap().profile(&far.context()).unwrap();
        assert!(set.interval.hi > 1e9 && far.found(&CHECK).is_some(), "{:?}", set.interval);
    }

    #[test]
    fn a_held_ceiling_and_a_floor_are_no_matter_of_this_check() {
        let data = table(Quantity::Accuracy, 0.01, |at| 0.1 + 0.7 * sigmoid(at - 8.0));
        let fix = vec![("hi".to_owned(), 0.8)];
        let options = crate::fit::FitOptions { fix, ..crate::fit::FitOptions::default() };
        assert!(Fitted::with("log-sigmoid", data, options).found(&CHECK).is_none());
        assert!(Fitted::new("power-floor", power(30, |row| 0.03 * (row % 3) as f64)).found(&CHECK).is_none());
    }
}
