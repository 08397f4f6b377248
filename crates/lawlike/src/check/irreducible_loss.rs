//! Do the runs show a floor, and does the forecast hang on it?

use super::context::{Asymptote, Far, significant};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::ensemble::Profile;
use crate::interval::NamedEstimate;

/// A floor is not seen if the highest that the runs allow is this many times the lowest.
const UNSEEN: f64 = 2.0;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "irreducible-loss",
        title: "the floor is not seen, and the forecast hangs on it",
        says: "the runs allow floors, often none at all among them, that forecast different things ten times beyond the \
               largest run; or the floor that was held is not among those that the runs allow",
        caution: "forecasts nearer than that hang on the floor much less",
        hint: "give forecasts for both ends of the set, or add runs far enough out to bend; a floor from elsewhere can \
               be held with --fix",
        source: "95 % set by profile (Bates & Watts 1988, chapter 6); the highest floor is at least twice the lowest, \
                 and the forecasts differ by more than twice the error that counts as right for the response",
    },
    is_dear: false,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    let floor = Asymptote::of(context).filter(|limit| !limit.is_ceiling)?;
    let far = context.far()?;
    if floor.held.is_none() && is_plain(context.fit.parameter(&floor.name)?) {
        return None;
    }
    let set = floor.profile(context)?;
    let highest = if set.interval.hi.is_finite() { set.interval.hi } else { set.points.last()?.0 };
    let ends = (set.interval.lo.max(0.0), highest);
    if let Some(held) = floor.held {
        return (held < ends.0 || held > ends.1).then(|| refuted(held, &set, ends));
    }
    if ends.0 * UNSEEN > ends.1 {
        return None;
    }
    let says = |value: f64| floor.forecast(context, value, &far.points).map(|v| far.on_scale(v));
    let forecasts = (says(ends.0)?, says(ends.1)?);
    let off = 0.5 * (forecasts.1 - forecasts.0).abs();
    (off > far.tolerance).then(|| Found {
        severity: Severity::Warning,
        number: off,
        threshold: far.tolerance,
        message: unseen(far, &set, ends, forecasts),
    })
}

/// Whether a floor is so well seen that its profile need not be followed: three times its interval is narrow enough.
fn is_plain(floor: &NamedEstimate) -> bool {
    let reach = 6.0 * floor.estimate.se;
    floor.value() - reach > 0.0 && (floor.value() - reach) * UNSEEN > floor.value() + reach
}

fn unseen(far: &Far, set: &Profile, ends: (f64, f64), forecasts: (f64, f64)) -> String {
    format!(
        "the runs allow any floor `{}` from {} to {} (95 %, best {}): {} the forecast is {} with the lowest and {} with \
         the highest, {} apart",
        set.name,
        significant(ends.0),
        significant(ends.1),
        significant(set.interval.value),
        far.place,
        far.show(forecasts.0),
        far.show(forecasts.1),
        far.difference(forecasts.1 - forecasts.0)
    )
}

fn refuted(held: f64, set: &Profile, ends: (f64, f64)) -> Found {
    Found {
        severity: Severity::Warning,
        number: held,
        threshold: if held < ends.0 { ends.0 } else { ends.1 },
        message: format!(
            "the floor `{}` is held at {}, but the runs ask for {} to {} (95 %, best {})",
            set.name,
            significant(held),
            significant(ends.0),
            significant(ends.1),
            significant(set.interval.value)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, is_near, losses, number_after, sizes};
    use crate::fit::FitOptions;
    use crate::interval::{Estimate, Interval};

    #[test]
    fn a_floor_is_plain_from_eighteen_standard_errors_on() {
        let plain = |value: f64, se: f64| {
            is_plain(&NamedEstimate {
                name: "E".to_owned(),
                estimate: Estimate { interval: Interval::exact(value), se },
            })
        };
        assert!(plain(19.0, 1.0) && !plain(18.0, 1.0) && !plain(17.0, 1.0) && !plain(10.0, 1.0));
        assert!(plain(1.8, 0.0999) && !plain(1.8, 0.1001));
        assert!(!plain(-19.0, 1.0) && !plain(1.0, f64::NAN));
    }

    /// A floor of so much and what lies above it, with a residual to either side.
    fn floored(floor: f64, above: f64, exponent: f64, noise: f64, held: Option<f64>) -> Fitted {
        let tokens = sizes(30);
        let noisy = |row: usize| (noise * [1.0, -1.0, 0.5, -0.5][row * row % 7 % 4]).exp();
        let loss = tokens.iter().enumerate();
        let loss = loss.map(|(row, x)| (floor + above * (x / 1e7).powf(-exponent)) * noisy(row)).collect();
        let fix = held.map(|value| ("E".to_owned(), value)).into_iter().collect();
        Fitted::with("power-floor", losses(tokens, loss), FitOptions { fix, ..FitOptions::default() })
    }

    #[test]
    fn a_floor_outside_of_the_set_is_held_against_its_nearer_end() {
        let free = floored(1.7, 2.0, 0.4, 0.003, None);
        let set = Asymptote::of(&free.context()).unwrap().profile(&free.context()).unwrap().interval;
        for (held, end) in [(1.5, Some(set.lo)), (1.7, None), (1.75, Some(set.hi))] {
            let found = floored(1.7, 2.0, 0.4, 0.003, Some(held)).found(&CHECK);
            assert_eq!(found.is_some(), end.is_some(), "{held}: {set:?}");
            if let (Some(found), Some(end)) = (found, end) {
                assert!(found.number == held && is_near(found.threshold, end, 1e-6), "{}", found.threshold);
                assert!(number_after(&found.message, "is held at ") == held, "{}", found.message);
                assert!(is_near(number_after(&found.message, "ask for "), set.lo, 1e-3), "{}", found.message);
            }
        }
    }

    #[test]
    fn a_floor_that_is_not_seen_matters_by_the_forecasts_of_its_ends() {
        let it = floored(0.0, 3.0, 0.1, 0.05, None);
        let context = it.context();
        let (found, far) = (it.found(&CHECK).unwrap(), context.far().unwrap());
        let limit = Asymptote::of(&context).unwrap();
        let set = limit.profile(&context).unwrap();
        assert!(set.interval.lo <= 0.0 || set.interval.lo * 2.0 < set.interval.hi, "{:?}", set.interval);
        let says = |value: f64| limit.forecast(&context, value, &far.points).unwrap();
        let (low, high) = (says(set.interval.lo.max(0.0)), says(set.interval.hi));
        // Half of the difference in logarithms, beside the two per cent that count as right.
        assert!(is_near(found.number, 0.5 * (high / low).ln(), 1e-6) && found.threshold == 0.02);
        assert!(is_near(number_after(&found.message, "the forecast is "), low, 1e-3), "{}", found.message);
        assert!(is_near(number_after(&found.message, "the lowest and "), high, 1e-3), "{}", found.message);
        assert!(is_near(number_after(&found.message, " to "), set.interval.hi, 1e-3), "{}", found.message);
    }

    #[test]
    fn a_floor_that_is_seen_or_moves_nothing_is_let_pass() {
        assert!(floored(1.7, 2.0, 0.4, 0.003, None).found(&CHECK).is_none(), "seen");
        let quiet = floored(0.0, 3.0, 0.1, 0.0003, None);
        let limit = Asymptote::of(&quiet.context()).unwrap();
        let set = limit.profile(&quiet.context()).unwrap().interval;
        assert!(set.lo <= 0.0 && quiet.found(&CHECK).is_none(), "{set:?}");
    }
}
